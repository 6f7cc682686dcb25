import { randomBytes } from "node:crypto";
import { secretForms } from "./secretForms";

/** What is looked for. */
export interface Needles {
  /** Each form of each secret, and what the secret is for. */
  forms: { kind: string; form: string }[];
  /** A text without any of these has none of the forms either: there are few of them, and much text. */
  signs: string[];
}

/** A secret where none may be. Says which one and where, never what it is. */
export class Leak extends Error {
  constructor(kind: string, where: string) {
    super(`the ${kind} shows in ${where}`);
  }
}

/** Secrets that can be recognised wherever they go. Those that were replaced are looked for like the others. */
export class MarkedSecrets {
  readonly needles: Needles = { forms: [], signs: [] };
  /** All that are made here begin with it. */
  private readonly tag = randomBytes(6).toString("hex");

  constructor() {
    this.needles.signs.push(...secretForms(this.tag));
  }

  /** A new one of a kind: letters and digits that occur nowhere but where it went. */
  make(kind: string): string {
    const mark = this.tag + randomBytes(6).toString("hex");
    this.add(kind, mark);
    return mark;
  }

  /** The same between characters that mean something to XML, to a shell, to SQL or to a URL. */
  makeWithMetacharacters(kind: string): string {
    return `&<${this.make(kind)}>"%;ä`;
  }

  /** A private key is recognised by a part of what is random in it, at its end: the beginning of two keys is the same. */
  addPrivateKey(kind: string, key: string): void {
    const runs = key.split("\n").slice(2, -2).join("+").split(/[+/=]/);
    const mark = runs.reduce((longest, run) => (run.length > longest.length ? run : longest)).slice(0, 24);
    this.needles.signs.push(...this.add(kind, mark));
  }

  /** @throws Leak where the text has one of them */
  refuseIn(text: string, where: string): void {
    const [kind] = kindsIn(this.needles, text);
    if (kind !== undefined) throw new Leak(kind, where);
  }

  private add(kind: string, mark: string): string[] {
    const forms = secretForms(mark);
    this.needles.forms.push(...forms.map((form) => ({ kind, form })));
    return forms;
  }
}

/** Which of the secrets a text has, also where it was broken into lines. */
export function kindsIn({ forms, signs }: Needles, text: string): string[] {
  const unbroken = text.replaceAll(/(\\+[rn]|\s)+/g, "");
  if (!signs.some((sign) => unbroken.includes(sign))) return [];
  return [...new Set(forms.filter(({ form }) => unbroken.includes(form)).map(({ kind }) => kind))];
}
