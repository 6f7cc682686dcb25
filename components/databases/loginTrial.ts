import * as pulumi from "@pulumi/pulumi";
import { supportsHooks } from "../program";
import { type AdministratorLogin, loginFailure } from "./administratorLogin";

/** Seconds. */
const patience = 10;

/**
 * The trial of the administrator's login, once in a run and before the first change in MySQL. A run that changes nothing there, a
 * preview, a refresh and a destroy dial nothing, but for a preview that adopts databases: it reads them.
 */
export class LoginTrial {
  /** Of resources that change MySQL; there are none for a delete, which MySQL must not keep from succeeding. */
  readonly hooks: pulumi.ResourceHook[];
  /** Of the provider, through which all of them go. */
  readonly providerHooks: pulumi.ResourceHook[];
  private readonly login: Promise<AdministratorLogin | undefined>;
  private failure: Promise<string | undefined> | undefined;

  /**
   * @param login undefined where it is not known; never rejects
   * @param readsInPreviews whether a preview logs in too
   */
  constructor(name: string, login: Promise<AdministratorLogin | undefined>, readsInPreviews: boolean) {
    this.login = login;
    const hook = (purpose: string, onDryRun: boolean) =>
      new pulumi.ResourceHook(`${name}-${purpose}`, () => this.demand(), { onDryRun });
    this.hooks = supportsHooks() ? [hook("login", false)] : [];
    this.providerHooks = supportsHooks() && readsInPreviews ? [hook("readingLogin", true)] : this.hooks;
  }

  /** Whatever changes at the same time fails too, and says only where the reason stands. */
  private async demand(): Promise<void> {
    const isFirst = this.failure === undefined;
    this.failure ??= this.attempt();
    const failure = await this.failure;
    if (failure === undefined) return;
    throw new Error(isFirst ? failure : "not changed, as the login of database.administrator failed");
  }

  private async attempt(): Promise<string | undefined> {
    const login = await this.login;
    return login === undefined ? undefined : loginFailure(login, patience);
  }
}
