import { readdirSync } from "node:fs";
import type { XmlReader } from "./xmlReader";

export interface Datasource {
  name: string;
  jndiName: string | undefined;
  url: string;
  username: string;
  password: string;
}

/** Every file that ends so is read, as `DataSourceManager` does it, and a name that comes twice is fatal. */
export function readDatasources(folder: string, read: (file: string) => XmlReader): Datasource[] {
  const files = readdirSync(folder).filter((file) => file.endsWith("-datasources.xml"));
  const found = files.sort().flatMap((file) => datasourcesOf(read(file)));
  for (const [index, { name }] of found.entries()) {
    if (found.findIndex((other) => other.name === name) < index) {
      throw new Error(`System datasource ${name} can not be updated`);
    }
  }
  return found;
}

function datasourcesOf(document: XmlReader): Datasource[] {
  return document.texts("datasources", "datasource", "name").map((name) => {
    const { url = "", username = "", password = "" } = document.datasource(name) ?? {};
    return { name, jndiName: document.jndiName(name), url, username, password };
  });
}
