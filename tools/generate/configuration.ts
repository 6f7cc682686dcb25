import type { Member, ObjectModel, TypeModel } from "./argumentModel";
import { banner } from "./banner";
import { firstSentence, simpleDefault } from "./prose";

const types = {
  text: "string",
  choice: "string",
  number: "integer",
  flag: "boolean",
  list: "array",
  map: "object",
  object: "object",
  opaque: "object",
} as const;

const unset = { string: '""', integer: "0", boolean: "false", array: "[]", object: "{}" } as const;

/** `Pulumi.yaml` with a key for each argument that either target takes, below those that it declares by hand. */
export function projectFile(current: string, onHosts: ObjectModel, onAws: ObjectModel): string {
  const mark = banner("  #");
  const byHand = current.slice(0, current.indexOf(mark));
  const isDeclared = ({ name }: Member) => byHand.includes(`\n  ${name}:\n`);
  const keys = [...onHosts.members, ...only(onAws, onHosts)].filter((member) => !isDeclared(member));
  const entries = keys.map((member) => {
    const host = onHosts.members.find(({ name }) => name === member.name);
    const aws = onAws.members.find(({ name }) => name === member.name);
    return entry(member, described(host, aws), host?.isRequired === true && aws?.isRequired === true);
  });
  return `${byHand}${mark}\n${entries.join("")}`;
}

/** A module with the keys that only one target has. */
export function configurationKeys(onHosts: ObjectModel, onAws: ObjectModel): string {
  const constant = (name: string, members: readonly Member[]) => {
    const lines = members.map((member) => `  ${member.name}: ${JSON.stringify(unsetText(member))},\n`);
    return `export const ${name}: Readonly<Record<string, string>> = {\n${lines.join("")}};\n`;
  };
  return [
    banner("//"),
    "",
    "/** Each with the text of `Pulumi.yaml`'s default. */",
    constant("keysOfAwsOnly", only(onAws, onHosts)),
    "/** Likewise. */",
    constant("keysOfHostsOnly", only(onHosts, onAws)),
  ].join("\n");
}

function only(one: ObjectModel, other: ObjectModel): Member[] {
  return one.members.filter(({ name }) => !other.members.some((member) => member.name === name));
}

function unsetText({ type }: Member): string {
  const text = unset[types[type.kind]];
  return text === '""' ? "" : text;
}

function entry(member: Member, description: string, isRequired: boolean): string {
  const type = types[member.type.kind];
  const lines = [`  ${member.name}:`, `    type: ${type}`, `    description: ${JSON.stringify(description)}`];
  if (member.type.kind === "list") lines.push("    items:", `      type: ${types[member.type.item.kind]}`);
  if (!isRequired) lines.push(`    default: ${unset[type]}`);
  return `${lines.join("\n")}\n`;
}

function described(host: Member | undefined, aws: Member | undefined): string {
  if (host === undefined) return aws === undefined ? "" : `aws: ${summary(aws)}`;
  if (aws === undefined) return `hosts: ${summary(host)}`;
  return keysOf(host.type) === keysOf(aws.type)
    ? summary(host)
    : `hosts: ${summary(host)} aws: ${summary(aws)}`;
}

/** `Hazelcast membership: domain = wso2.carbon.domain, groupPassword, failureDetectionSeconds.` */
function summary(member: Member): string {
  const { doc, tags, type } = member;
  const text = firstSentence(tags.deprecated === undefined ? doc : `Deprecated: ${tags.deprecated}`);
  return `${text}${after(": ", keysOf(type))}${after("; default: ", tags.default === unsetText(member) ? undefined : tags.default)}.`;
}

function after(joint: string, text: string | undefined): string {
  return text === undefined ? "" : `${joint}${text}`;
}

/** The keys of an object, or of each object in a list or under a name. */
function keysOf(type: TypeModel): string | undefined {
  if ("item" in type) return keysOf(type.item);
  if (type.kind !== "object") return undefined;
  return type.members
    .filter(({ tags }) => tags.deprecated === undefined)
    .map(key)
    .join(", ");
}

function key({ name, type, tags }: Member): string {
  const nested = keysOf(type);
  if (nested !== undefined) return `${name} { ${nested} }`;
  const values = type.kind === "choice" ? ` ${type.values.join("|")}` : "";
  const value = simpleDefault(tags.default);
  return `${name}${values}${value === undefined ? "" : ` = ${value}`}`;
}
