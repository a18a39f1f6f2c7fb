import { Link, type LinkProps } from "@tanstack/react-router";
import type { AriaAttributes, ReactNode } from "react";

interface PathLinkProps extends Pick<AriaAttributes, "aria-current" | "aria-label"> {
  /** A path of this site, made from parts that are only known at run time. */
  readonly path: string;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A link to a path that the router's types cannot follow. */
export function PathLink({ path, children, ...rest }: PathLinkProps) {
  return (
    <Link
      to={path as LinkProps["to"] & string}
      activeOptions={{ exact: true, includeSearch: false }}
      {...rest}
    >
      {children}
    </Link>
  );
}
