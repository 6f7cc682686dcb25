import { type Member, type ObjectModel, objectsOf, type Tags, type TypeModel } from "./argumentModel";
import { banner } from "./banner";

/** A room of the library whose arguments are checked: its own shapes, and those it takes from another room. */
export interface ShapeRoom {
  /** The folder that declares its interfaces, with `/` at its end. */
  folder: string;
  root: ObjectModel;
  imports: readonly string[];
  /** What the shapes of another room are reached by. */
  foreign: string;
}

/** A module with a shape for each interface that the room declares, those they refer to first. */
export function shapeModule({ folder, root, imports, foreign }: ShapeRoom): string {
  const own = objectsOf(root).filter((model) => isOwn(model));
  const shapes = own.map((model) => {
    const fields = model.members.map((member) => `  ${member.name}: ${field(model, member)},\n`).join("");
    return `export const ${shapeName(model)} = record({\n${fields}});\n`;
  });
  return [banner("//"), `${imports.join("\n")}\n`, ...shapes].join("\n");

  function isOwn(model: ObjectModel): boolean {
    return model.file.startsWith(folder);
  }

  function field(model: ObjectModel, member: Member): string {
    const { type, tags, isRequired, name } = member;
    const missing = (what: string): never => {
      throw new Error(`${model.name}.${name} needs ${what}`);
    };
    return `${isRequired ? "required" : "optional"}(${shape(type, tags, missing)})`;
  }

  function shape(type: TypeModel, tags: Tags, missing: (what: string) => never): string {
    switch (type.kind) {
      case "text":
        return `${tags.path ? "path" : "text"}(formats.${tags.format ?? "plainText"})`;
      case "choice":
        return `text(oneOf([${type.values.map((value) => JSON.stringify(value)).join(", ")}]))`;
      case "number":
        return `number(${numberRule(tags) ?? missing("the tag @range or @format")})`;
      case "flag":
        return "flag";
      case "opaque":
        return missing("a type that can be checked");
      case "list":
        return `list(${shape(type.item, tags, missing)}, formats.${tags.length ?? "anyLength"})`;
      case "map":
        return `map(${shape(type.item, tags, missing)}, formats.${tags.keys ?? missing("the tag @keys")})`;
      case "object":
        return isOwn(type) ? shapeName(type) : `${foreign}.${shapeName(type)}`;
    }
  }
}

/** `NodeArgs` is checked by `nodeArgs`. */
function shapeName({ name }: ObjectModel): string {
  return `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
}

function numberRule({ format, range }: Tags): string | undefined {
  if (format !== undefined) return `formats.${format}`;
  return range && `wholeNumber(${range.least}, ${range.most}, ${JSON.stringify(`number of ${range.unit}`)})`;
}
