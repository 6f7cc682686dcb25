import { existsSync } from "node:fs";
import { MavenArtifact } from "./mavenArtifact";
import type { Part } from "./part";

/** MySQL's JDBC driver in the version that the documentation names. */
export class Connector implements Part {
  readonly name = "Connector/J 5.1.49";
  private readonly jar = new MavenArtifact("mysql:mysql-connector-java:5.1.49");

  /** On this machine. */
  get file(): string {
    return this.jar.file;
  }

  missing(): string | undefined {
    return existsSync(this.file) ? undefined : `${this.file} is missing`;
  }

  async provide(): Promise<string> {
    if (existsSync(this.file)) return "present";
    await this.jar.provide();
    return `in ${this.file}`;
  }
}
