import type { Member, ObjectModel, TypeModel } from "./argumentModel";
import { withTables } from "./tables";

/** What a change of an argument does, as the tags `@change` name it; `docs/changing-things.md` explains each. */
const changeKinds = ["nothing", "in place", "restart", "replacement", "refused"] as const;

/** One argument that holds a value, not further arguments. */
export interface ArgumentChange {
  /** `nodes[].ssh.port` */
  path: string;
  /** The kind of change, the first words of its tag `@change`, or of the nearest argument around it that has one. */
  change: string;
  /** What the tag says besides. */
  detail: string;
}

/** The document with its two tables: the second has only what is another argument on AWS, or has another docstring. */
export function changingThings(document: string, onHosts: ObjectModel, onAws: ObjectModel): string {
  const hosts = argumentChanges(onHosts);
  const aws = argumentChanges(onAws).filter(
    ({ path, change, detail }) =>
      !hosts.some((host) => host.path === path && host.change === change && host.detail === detail),
  );
  return withTables(document, [changeTable(hosts), changeTable(aws)]);
}

/**
 * What the docstrings say of a change of each argument.
 *
 * @throws where an argument has no tag `@change`, and none around it has, or the tag names another kind of change
 */
export function argumentChanges(
  { members }: ObjectModel,
  prefix = "",
  around: string | undefined = undefined,
): ArgumentChange[] {
  return members.flatMap((member) => {
    const { type, suffix } = inner(member.type);
    const path = `${prefix}${member.name}${suffix}`;
    const tag = member.tags.change ?? around;
    return type.kind === "object" ? argumentChanges(type, `${path}.`, tag) : [changeOf(path, tag)];
  });
}

function changeOf(path: string, tag: Member["tags"]["change"]): ArgumentChange {
  const [change = "", ...detail] = (tag ?? "").split("; ");
  if (!changeKinds.some((kind) => kind === change)) {
    throw new Error(
      `${path}: its tag @change, or that of an argument around it, begins with none of ${changeKinds.join(", ")}`,
    );
  }
  return { path, change, detail: detail.join("; ") };
}

/** A map of lists is its items behind `.<name>[]`. */
function inner(type: TypeModel): { type: TypeModel; suffix: string } {
  if (!("item" in type)) return { type, suffix: "" };
  const item = inner(type.item);
  return { type: item.type, suffix: `${type.kind === "list" ? "[]" : ".<name>"}${item.suffix}` };
}

function changeTable(changes: readonly ArgumentChange[]): string {
  const rows = changes.map(({ path, change, detail }) => `| \`${path}\` | ${change} | ${detail} |`);
  return ["| argument | a change | |", "|---|---|---|", ...rows].join("\n");
}
