import type { Rule } from "./shape";
import { oneOf } from "./values";

/** What the tables of the product's own scripts fit into; the event tables of some versions take latin1 only (`product/validation`). */
export const characterSet: Rule<string> = oneOf(["latin1", "utf8", "utf8mb4"]);
