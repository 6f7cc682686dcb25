import { isCollection, type Member, type ObjectModel, type TypeModel } from "./argumentModel";
import type { ComponentModel } from "./library";

/** A JSON value of the schema. */
type Json = Record<string, unknown>;

const module = "wso2-analytics:index";

/**
 * The package schema that a component provider serves and `pulumi package gen-sdk` makes other languages' libraries from.
 * (https://www.pulumi.com/docs/iac/guides/building-extending/packages/schema/)
 */
export function packageSchema(components: readonly ComponentModel[], version: string): string {
  const types = new Map<string, Json>();
  const resources = components.map((component) => [`${module}:${component.name}`, resource(component)]);
  const schema = {
    name: "wso2-analytics",
    version,
    displayName: "WSO2 Analytics",
    description: "The minimum high-availability deployment of WSO2 API-M Analytics 2.1.0",
    license: "Apache-2.0",
    keywords: ["wso2", "analytics", "high-availability", "kind/component"],
    meta: { moduleFormat: "(.*)" },
    language: { nodejs: { respectSchemaVersion: true }, python: { respectSchemaVersion: true } },
    types: Object.fromEntries([...types].toSorted(([one], [other]) => one.localeCompare(other))),
    resources: Object.fromEntries(resources),
  };
  return `${JSON.stringify(schema, undefined, 2)}\n`;

  function resource({ doc, args, outputs }: ComponentModel): Json {
    return {
      isComponent: true,
      description: doc,
      // `plain` says of an argument that it takes no output; what a component returns always is one.
      ...properties(
        outputs.map((output) => ({ ...output, isInput: true })),
        "properties",
        "required",
      ),
      ...properties(args.members, "inputProperties", "requiredInputs"),
    };
  }

  function properties(members: readonly Member[], key: string, requiredKey: string): Json {
    const required = members.filter(({ isRequired }) => isRequired).map(({ name }) => name);
    return {
      [key]: Object.fromEntries(members.map((member) => [member.name, property(member)])),
      ...(required.length === 0 ? {} : { [requiredKey]: required }),
    };
  }

  function property({ doc, type, isInput, tags }: Member): Json {
    return {
      ...reference(type),
      ...(isInput || isCollection(type) ? {} : { plain: true }),
      ...described(doc, tags),
      ...(tags.secret ? { secret: true } : {}),
      ...(tags.deprecated === undefined ? {} : { deprecationMessage: tags.deprecated }),
    };
  }

  function reference(type: TypeModel): Json {
    switch (type.kind) {
      case "text":
        return { type: "string" };
      case "number":
        return { type: "integer" };
      case "flag":
        return { type: "boolean" };
      case "opaque":
        return { $ref: "pulumi.json#/Any" };
      case "list":
        return { type: "array", items: reference(type.item) };
      case "map":
        return { type: "object", additionalProperties: reference(type.item) };
      case "choice":
        return named(type.name, () => ({ type: "string", enum: type.values.map((value) => ({ value })) }));
      case "object":
        return named(type.name, () => objectType(type));
    }
  }

  function objectType({ doc, members }: ObjectModel): Json {
    return {
      type: "object",
      ...(doc === "" ? {} : { description: doc }),
      ...properties(members, "properties", "required"),
    };
  }

  function named(name: string, describe: () => Json): Json {
    // The SDKs put `Args` behind the names of inputs themselves.
    const token = `${module}:${name.replace(/Args$/, "")}`;
    if (!types.has(token)) {
      types.set(token, {});
      types.set(token, describe());
    }
    return { $ref: `#/types/${token}` };
  }
}

function described(doc: string, tags: Member["tags"]): Json {
  const paragraphs = [
    doc,
    tags.default && `Default: ${tags.default}.`,
    tags.change && `A change: ${tags.change}.`,
  ];
  const description = paragraphs.filter((each) => each !== undefined && each !== "").join("\n\n");
  return description === "" ? {} : { description };
}
