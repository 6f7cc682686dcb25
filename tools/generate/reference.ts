import type { Member, ObjectModel, Tags, TypeModel } from "./argumentModel";
import { isCollection, objectsOf } from "./argumentModel";
import { banner } from "./banner";
import type { ComponentModel } from "./library";

const generatedNote = `${banner("<!--")} -->`;

/** A page for each component: path to text. What several have is told on the first page. */
export function referencePages(components: readonly ComponentModel[]): [string, string][] {
  const told = new Map<string, string>();
  return components.map((component, index) => {
    const page = pageName(component.name);
    const { args, outputs } = component;
    const held = new Map<string, ObjectModel>();
    for (const { type } of outputs) objectsOf(type, held);
    const objects = [...objectsOf(args).toReversed(), ...held.values()].filter(({ name }) => !told.has(name));
    for (const { name } of objects) told.set(name, page);
    const link = ({ name }: ObjectModel) => {
      const place = told.get(name) === page ? "" : told.get(name);
      return `[${name}](${place}#${name.toLowerCase()})`;
    };
    const first = index === 0 ? undefined : components[0];
    return [`docs/reference/${page}`, referencePage(component, objects, first, link)];
  });
}

type Link = (object: ObjectModel) => string;

function referencePage(
  { name, doc, args, outputs }: ComponentModel,
  objects: readonly ObjectModel[],
  first: ComponentModel | undefined,
  link: Link,
): string {
  const shared = args.members.filter((member) => first?.args.members.some((each) => isSame(each, member)));
  const paragraphs = [
    `# ${name}`,
    generatedNote,
    doc,
    args.example === undefined ? "" : code(args.example),
    "An argument in **bold** is required. [changing-things.md](../changing-things.md) explains the words under *a change*.",
    "## Arguments",
    first === undefined ? "" : sharedLine(first, shared),
    ...args.members.filter((member) => !shared.includes(member)).map((member) => argument(member, link)),
    ...objects
      .filter((object) => object !== args)
      .flatMap((object) => [
        `## ${object.name}`,
        object.doc,
        ...object.members.map((member) => argument(member, link)),
      ]),
    "## Outputs",
    outputs.map((each) => output(each, link)).join("\n"),
  ];
  return `${paragraphs.filter((paragraph) => paragraph !== "").join("\n\n")}\n`;
}

/** Whether an argument of both components means the same in both. */
function isSame(one: Member, other: Member): boolean {
  return (
    one.name === other.name &&
    one.doc === other.doc &&
    JSON.stringify(one.tags) === JSON.stringify(other.tags) &&
    nameOf(one.type) === nameOf(other.type)
  );
}

function nameOf(type: TypeModel): string {
  if ("item" in type) return `${type.kind} of ${nameOf(type.item)}`;
  return type.kind === "object" ? type.name : type.kind;
}

function sharedLine({ name }: ComponentModel, shared: readonly Member[]): string {
  const names = shared.map((member) => `\`${member.name}\``).join(", ");
  return `As those of [${name}](${pageName(name)}#arguments): ${names}.`;
}

/** The list of the pages. */
export function referenceIndex(components: readonly ComponentModel[]): string {
  const rows = components.map(({ name, doc }) => `- [${name}](${pageName(name)}): ${doc.split("\n\n")[0]}`);
  return ["# Reference", generatedNote, `${rows.join("\n")}\n`].join("\n\n");
}

/** `AnalyticsCluster` is described in `analytics-cluster.md`. */
function pageName(component: string): string {
  return `${component.replaceAll(/(?<=[a-z])(?=[A-Z])/g, "-").toLowerCase()}.md`;
}

function argument(member: Member, link: Link): string {
  const { name, type, isRequired, isInput, doc, tags } = member;
  const facts = [
    typeText(type, link),
    ...(isInput || isCollection(type) ? [] : ["plain"]),
    ...(tags.range === undefined ? [] : [`${tags.range.least} to ${tags.range.most} ${tags.range.unit}`]),
    ...(tags.secret ? ["a secret"] : []),
    ...(tags.deprecated === undefined ? [] : ["deprecated"]),
  ];
  const heading = isRequired ? `**\`${name}\`**` : `\`${name}\``;
  return [
    `### ${heading}`,
    `${upperFirst(facts.join(", "))}.`,
    doc,
    tags.deprecated ?? "",
    ...effects(tags),
    ...examples(tags),
  ]
    .filter((paragraph) => paragraph !== "")
    .join("\n\n");
}

function upperFirst(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

function effects({ default: value, change }: Tags): string[] {
  const lines = [
    ...(value === undefined ? [] : [`- *Default:* ${value}.`]),
    ...(change === undefined ? [] : [`- *A change:* ${change}.`]),
  ];
  return lines.length === 0 ? [] : [lines.join("\n")];
}

function examples({ example }: Tags): string[] {
  return example === undefined ? [] : [code(example)];
}

function code(text: string): string {
  return `\`\`\`ts\n${text}\n\`\`\``;
}

function output({ name, type, doc, tags }: Member, link: Link): string {
  const secret = tags.secret ? ", a secret" : "";
  return `- \`${name}\`, ${typeText(type, link)}${secret}: ${doc}`;
}

function typeText(type: TypeModel, link: Link): string {
  switch (type.kind) {
    case "text":
      return "text";
    case "choice":
      return type.values.map((value) => `\`${value}\``).join(" or ");
    case "number":
      return "a whole number";
    case "flag":
      return "true or false";
    case "list":
      return `a list, each ${typeText(type.item, link)}`;
    case "map":
      return `by name, each ${typeText(type.item, link)}`;
    case "opaque":
      return "data for the commands of this package";
    case "object":
      return link(type);
  }
}
