import { quoted, type Rule } from "./shape";
import { oneOf } from "./values";

/** What the tables of the product's own scripts fit into. */
export const characterSet: Rule<string> = oneOf(["latin1", "utf8", "utf8mb4"]);

/**
 * The product makes the tables of events itself, with ten VARCHAR(4000) in a row. Tested: in utf8 and utf8mb4
 * such a row exceeds MySQL's 65,535 bytes (error 1118), whatever the engine.
 */
export const eventStoreCharacterSet: Rule<string> = (value) =>
  value === "latin1"
    ? undefined
    : {
        problem: `${quoted(value)} makes the rows of the event tables larger than MySQL's 65,535 bytes`,
        remedy: "give latin1, or leave it out",
      };
