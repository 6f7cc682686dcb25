import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";

/** A type of AWS's API, as botocore's models have it. */
export interface ApiShape {
  type: string;
  required?: string[];
  members?: Record<string, ApiMember>;
  /** Of a list. */
  member?: ApiMember;
  enum?: string[];
  pattern?: string;
  min?: number;
  max?: number;
}

export interface ApiMember {
  shape: string;
  /** HTML; EC2 and RDS state their limits here and nowhere else. */
  documentation?: string;
}

interface ModelFile {
  operations: Record<string, { input?: { shape: string } }>;
  shapes: Record<string, ApiShape>;
}

/** The newest model of one service of AWS. */
export class ApiModel {
  private readonly file: ModelFile;

  /** @param folder botocore's `data` */
  constructor(folder: string, service: string) {
    const versions = readdirSync(path.join(folder, service)).sort();
    const model = path.join(folder, service, versions.at(-1) ?? "", "service-2.json");
    // Newer releases of botocore compress them.
    const text = existsSync(model) ? readFileSync(model) : gunzipSync(readFileSync(`${model}.gz`));
    this.file = JSON.parse(text.toString()) as ModelFile;
  }

  shape(name: string): ApiShape {
    const shape = this.file.shapes[name];
    if (shape === undefined) throw new Error(`the model has no shape ${name}`);
    return shape;
  }

  /** What a request of that operation looks like. */
  input(operation: string): string {
    const found = this.file.operations[operation]?.input?.shape;
    if (found === undefined) throw new Error(`the model has no operation ${operation}`);
    return found;
  }
}
