import { type LinkProps, useRouter } from "@tanstack/react-router";
import type { MouseEvent, ReactNode } from "react";

interface LightLinkProps {
  /** A path of this site, made from parts that are only known at run time. */
  readonly path: string;
  readonly className?: string;
  readonly children: ReactNode;
}

const opensElsewhere = ({ button, metaKey, ctrlKey, shiftKey, altKey }: MouseEvent) =>
  button !== 0 || metaKey || ctrlKey || shiftKey || altKey;

/**
 * A link for the many cells of a long list. Unlike `PathLink` it does not know whether its page is open, and so does
 * not listen to the address: a hundred of them cost what one of those does.
 */
export function LightLink({ path, className, children }: LightLinkProps) {
  const router = useRouter();
  const to = path as LinkProps["to"] & string;
  const preload = () => void router.preloadRoute({ to }).catch(() => undefined);
  return (
    <a
      href={path}
      className={className}
      onPointerEnter={preload}
      onFocus={preload}
      onClick={(event) => {
        if (event.defaultPrevented || opensElsewhere(event)) return;
        event.preventDefault();
        void router.navigate({ to });
      }}
    >
      {children}
    </a>
  );
}
