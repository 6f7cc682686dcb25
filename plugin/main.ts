/** The program of the plugin: Pulumi's other languages reach the components through it. (docs/languages.md) */
import { readFileSync } from "node:fs";
import path from "node:path";
import { provider } from "@pulumi/pulumi";
import { ComponentProvider } from "./componentProvider";

const schema = readFileSync(path.join(__dirname, "../schema.json"), "utf8");

void provider.main(new ComponentProvider(schema), process.argv.slice(2));
