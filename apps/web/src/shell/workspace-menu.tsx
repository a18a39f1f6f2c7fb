import { useNavigate } from "@tanstack/react-router";
import { Dropdown } from "antd";
import { ChevronDown } from "lucide-react";
import { useMe, useWorkspace } from "../access/session.ts";
import { Icon } from "../parts/icon.tsx";
import { Mark } from "../parts/mark.tsx";
import { useTexts } from "../texts/text.ts";

export function WorkspaceMenu() {
  const { t } = useTexts();
  const me = useMe();
  const workspace = useWorkspace();
  const navigate = useNavigate();
  return (
    <Dropdown
      trigger={["click"]}
      menu={{
        selectedKeys: [workspace.id],
        items: [
          ...me.workspaces.map(({ id, name }) => ({ key: id, label: name })),
          { type: "divider" as const },
          { key: "new", label: t("shell.newWorkspace") },
        ],
        onClick: ({ key }) => {
          void navigate({ href: key === "new" ? "/start" : `/w/${key}/workbench` });
        },
      }}
    >
      <button type="button" className="rail-workspace" title={t("shell.switchWorkspace")}>
        <Mark />
        <b className="cut">{workspace.name}</b>
        <Icon of={ChevronDown} size={12} />
      </button>
    </Dropdown>
  );
}
