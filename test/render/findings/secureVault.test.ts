import { describe, expect, it } from "vitest";
import type { ClusterDescription } from "../../../components/description/clusterDescription";
import { conf, found, rendered } from "./changedHome";

const analytics = `${conf}/datasources/analytics-datasources.xml`;
const carbon = `${conf}/carbon.xml`;
const users = `${conf}/user-mgt.xml`;
const namespace = `xmlns:svns="http://org.wso2.securevault/configuration"`;

const aliased = (root: string, element: string, alias: string) => (text: string) =>
  text
    .replace(`<${root}`, `<${root} ${namespace}`)
    .replace(new RegExp(`<${element}>[^<]*`), `<${element} svns:secretAlias="${alias}">password`);
const changes = { [analytics]: aliased("datasources-configuration", "password", "EVENT.Password") };

describe("a value that the distribution takes from its secure vault", () => {
  it("is the deployment's, and a warning says so", () => {
    const text = rendered(analytics, changes);
    expect(text).toContain("<password>a-password</password>");
    expect(text).not.toContain("EVENT.Password");
    expect(found(changes)).toEqual([`warning: ${analytics} WA709`]);
  });

  it("stays the vault's where that is wanted", () => {
    const options: Partial<ClusterDescription> = { secureVault: "keep" };
    expect(rendered(analytics, changes, options)).toContain(
      `<password svns:secretAlias="EVENT.Password">password</password>`,
    );
    expect(found(changes, options)).toEqual([]);
  });

  it("is no less the deployment's with another prefix, quotes and blanks, and in an empty element", () => {
    const changed = (text: string) =>
      aliased(
        "datasources-configuration",
        "password",
        "A",
      )(text)
        .replace("xmlns:svns", "xmlns:v")
        .replace(
          /<password svns:secretAlias="A">password<\/password>/,
          "<password\n  v:secretAlias = 'A' />",
        );
    expect(rendered(analytics, { [analytics]: changed })).toContain("<password>a-password</password>");
  });

  it("is the text where the attribute is of another namespace", () => {
    const changed = (text: string) =>
      aliased(
        "datasources-configuration",
        "password",
        "A",
      )(text).replace("org.wso2.securevault", "example.org");
    expect(rendered(analytics, { [analytics]: changed })).toContain(`svns:secretAlias="A">a-password<`);
    expect(found({ [analytics]: changed })).toEqual([]);
  });

  it("is the password of Subversion too", () => {
    const deploymentSynchronizer = { svnUrl: "https://svn.internal", svnUser: "svn", svnPassword: "given" };
    const inCarbon = { [carbon]: aliased("Server", "SvnPassword", "Svn.Password") };
    expect(rendered(carbon, inCarbon, { deploymentSynchronizer })).toContain(
      "<SvnPassword>given</SvnPassword>",
    );
    expect(found(inCarbon, { deploymentSynchronizer })).toEqual([`warning: ${carbon} WA709`]);
  });

  it("stays the vault's where the deployment does not set it", () => {
    expect(found({ [carbon]: aliased("Server", "SvnPassword", "Svn.Password") })).toEqual([]);
  });

  describe("and an override sets", () => {
    const path = "/UserManager/Realm/Configuration/AdminUser/Password";
    const overrides = [{ file: users, path, value: "given" }];
    const inUsers = { [users]: aliased("UserManager", "Password", "Admin.Password") };

    it("is the override's", () => {
      expect(rendered(users, inUsers, { overrides })).toContain("<Password>given</Password>");
      expect(found(inUsers, { overrides })).toEqual([`warning: ${users} WA709`]);
    });

    it("is refused where the vault's is to stay", () => {
      const findings = found(inUsers, { overrides, secureVault: "keep" });
      expect(findings).toEqual([`error: ${users} ${path} WA616`]);
    });
  });
});
