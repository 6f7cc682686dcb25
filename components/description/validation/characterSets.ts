import type { Rule } from "./shape";
import { oneOf } from "./values";

/** Character sets that the product's own scripts work with. The event tables of some versions need latin1 (`product/validation`). */
export const characterSet: Rule<string> = oneOf(["latin1", "utf8", "utf8mb4"]);
