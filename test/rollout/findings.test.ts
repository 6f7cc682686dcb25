import { describe, expect, it } from "vitest";
import type { NodeFacts, ProductFacts, RunningHome } from "../../components/node";
import { isVersionOf } from "../../components/product";
import { hostedFindings } from "../../components/render";
import { describeNode } from "../../components/rollout/describeNode";
import { type DesiredNode, type DesiredVersion, findings, Weight } from "../../components/rollout/findings";
import type { NodeObservation } from "../../components/rollout/observation";
import { requireProfile } from "../support/sampleProduct";
import { activeNode as healthy, passiveNode as passive, activeProduct as product, seen } from "./sampleFacts";

const id = "apim-analytics-2.1.0";
const version: DesiredVersion = {
  id,
  isIn: (bundles) => isVersionOf(requireProfile(id), bundles),
  javaVersions: ["1.7", "1.8"],
  problemsIn: (texts) =>
    hostedFindings(requireProfile(id), undefined, texts).map(({ severity, problem }) => ({
      isError: severity === "error",
      text: problem,
    })),
};
const hazelcast = "repository/conf/etc/hazelcast.xml";
const startScript = "bin/wso2server.sh";
const disabling = ". $CARBON_HOME/bin/load-spark-env-vars.sh\njava -DdisableAnalyticsEngine=true $CLASS\n";
const desired = (isManaged = true) =>
  ["node1", "node2"].map((name) => ({
    name,
    revision: "a1",
    version,
    isManaged,
    isInstalled: false,
    eventSync: "10.0.0.1:11225",
    isHeld: false,
  }));
const runs = (change: Partial<ProductFacts>): NodeFacts => ({
  ...healthy,
  product: { ...product, ...change },
});

/** A home in which another product runs, unless it says otherwise. */
const otherHome = (change: Partial<RunningHome>): RunningHome => ({
  path: "/opt/old",
  eventSync: "10.0.0.1:11325",
  node: "node1",
  hasSameDatabases: false,
  ...change,
});

function codes(one: NodeObservation, other: NodeObservation = seen(passive), isManaged = true): string[] {
  return findings(desired(isManaged), [one, other]).map(
    ({ node, weight, code }) => `${node} ${weight} ${code}`,
  );
}

describe("findings", () => {
  it("are none where both nodes are as they should be, or nobody looked", () => {
    expect(codes(seen(healthy))).toEqual([]);
    const others = [otherHome({}), otherHome({ node: "node2", hasSameDatabases: true })];
    expect(codes(seen({ ...healthy, otherHomes: others }))).toEqual([]);
    expect(codes({ kind: "none" }, { kind: "none" })).toEqual([]);
  });

  it.each<[code: string, weight: Weight, observation: NodeObservation]>([
    ["WA101", Weight.Silence, { kind: "unreachable", reason: "refused" }],
    ["WA102", Weight.Refusal, { kind: "wrong", reason: "it says: hello" }],
    ["WA103", Weight.Refusal, seen({ ...healthy, system: "SunOS" })],
    ["WA104", Weight.Refusal, seen({ ...healthy, missingCommands: ["flock"] })],
    ["WA105", Weight.Refusal, seen({ ...healthy, home: "other" })],
    ["WA106", Weight.Refusal, seen({ ...healthy, node: "node2" })],
    ["WA108", Weight.Refusal, seen({ ...healthy, home: "absent", active: [], product: undefined })],
    ["WA110", Weight.Refusal, seen({ ...healthy, stateProblem: { kind: "exposed", value: "/home/wso2" } })],
    ["WA111", Weight.Refusal, seen({ ...healthy, stateProblem: { kind: "link", value: "" } })],
    ["WA111", Weight.Refusal, seen({ ...healthy, stateProblem: { kind: "foreign", value: "wso2" } })],
    ["WA112", Weight.Refusal, seen({ ...healthy, stateProblem: { kind: "newer", value: "3" } })],
    ["WA113", Weight.Refusal, seen({ ...healthy, otherHomes: [otherHome({ eventSync: "10.0.0.1:11225" })] })],
    [
      "WA113",
      Weight.Refusal,
      seen({ ...healthy, otherHomes: [otherHome({ node: "node1", hasSameDatabases: true })] }),
    ],
    ["WA114", Weight.Refusal, seen({ ...healthy, texts: new Map([[hazelcast, "<hazelcast/>"]]) })],
    ["WA504", Weight.Advice, seen({ ...healthy, texts: new Map([[startScript, disabling]]) })],
    ["WA201", Weight.Difference, seen({ ...healthy, active: ["a0", "a1"] })],
    ["WA202", Weight.Difference, seen({ ...healthy, drift: [{ path: "a.xml", change: "deleted" }] })],
    ["WA205", Weight.Pending, seen({ ...healthy, active: [], healthy: undefined, product: undefined })],
    ["WA206", Weight.Difference, seen({ ...healthy, active: [], healthy: undefined })],
    ["WA206", Weight.Difference, seen({ ...healthy, active: [], product: undefined, runsUndescribed: true })],
    ["WA205", Weight.Pending, seen({ ...runs({ isRunning: false }), active: [], healthy: undefined })],
    ["WA203", Weight.Pending, seen({ ...healthy, active: ["a0"] })],
    ["WA204", Weight.Pending, seen({ ...healthy, healthy: "a0" })],
    ["WA310", Weight.Taken, seen({ ...healthy, holder: "stack one, ann@build" })],
    ["WA301", Weight.Difference, seen({ ...runs({ isRunning: false }), isBusy: true })],
    ["WA302", Weight.Difference, seen(runs({ isRunning: false }))],
    ["WA303", Weight.Difference, seen(runs({ isRunning: false, stalePid: "7" }))],
    ["WA304", Weight.Difference, seen(runs({ role: "none", cause: "Unable to start TCPEventServer" }))],
    ["WA305", Weight.Difference, seen(runs({ closedPorts: ["thrift:7612"] }))],
    ["WA306", Weight.Difference, seen(runs({ hasStarted: false, role: "none" }))],
    ["WA307", Weight.Difference, seen(runs({ role: "backup" }))],
    ["WA308", Weight.Difference, seen(runs({ role: "passive" }))],
    ["WA501", Weight.Advice, seen({ ...healthy, freeMegabytes: 312 })],
    ["WA502", Weight.Advice, seen({ ...healthy, javaVersion: "11.0.21" })],
  ])("have %s as a %s", (code, weight, observation) => {
    expect(codes(observation)).toEqual([`node1 ${weight} ${code}`]);
  });

  it("are none on a node that is held", () => {
    const [one, other] = desired(true) as [DesiredNode, DesiredNode];
    const held = [one, { ...other, isHeld: true }];
    const silent: NodeObservation = { kind: "unreachable", reason: "refused" };
    expect(findings(held, [seen(healthy), silent])).toEqual([]);
    expect(findings(held, [silent, silent]).map(({ node }) => node)).toEqual(["node1"]);
  });

  it("see nodes that do not meet where the logs do not tell their roles", () => {
    const unlogged = { isLogged: false, role: "none" } as const;
    const apart = seen(runs({ ...unlogged, peerConnects: false }));
    const other = seen({ ...passive, product: { ...product, ...unlogged, peerConnects: false } });
    expect(codes(apart, other)).toEqual(["node2 difference WA309"]);
    expect(codes(seen(runs(unlogged)), other)).toEqual([]);
    expect(codes(seen(runs({ peerConnects: false })), seen({ ...passive }))).toEqual([]);
  });

  it("name clocks that differ, as long as both are known", () => {
    const late = (clockAhead: number | undefined) => codes(seen({ ...healthy, clockAhead }));
    expect(late(-11)).toEqual(["node2 advice WA503"]);
    expect([late(10), late(undefined)]).toEqual([[], []]);
    // This machine's own clock may be wrong.
    const both = { clockAhead: 3600 };
    expect(codes(seen({ ...healthy, ...both }), seen({ ...passive, ...both }))).toEqual([]);
  });

  it("name what MySQL lacks, unless the update is about to bring it", () => {
    const checks = [{ subject: "database", state: "bad", detail: "no INSERT" } as const];
    expect(codes(seen({ ...healthy, database: { checks } }))).toEqual(["node1 difference WA401"]);
    const changed = { ...healthy, active: ["a0"], database: { checks } };
    expect(codes(seen(changed))).toEqual(["node1 pending WA203"]);
  });

  it("take no line of a log for more than what the product does", () => {
    expect(codes(seen(runs({ cause: "CEP started in Single node mode" })))).toEqual([]);
  });

  it("say nothing of role and start where the logs do not reach back to it", () => {
    expect(codes(seen(runs({ isLogged: false, hasStarted: false, role: "none" })))).toEqual([]);
  });

  it("name a home of another version, unless an update exchanges it", () => {
    const other = { ...healthy, bundles: ["5.1.37"] };
    expect(codes(seen(other))).toEqual(["node1 refusal WA109"]);
    // An update of 2.1.0 is no other version.
    expect(codes(seen({ ...healthy, bundles: ["5.1.31"] }))).toEqual([]);
    const [node1, node2] = desired().map((node) => ({ ...node, isInstalled: true }));
    if (node1 === undefined || node2 === undefined) throw new Error("two nodes");
    const found = (isInstalled: boolean) =>
      findings([node1, node2], [seen({ ...other, isInstalled }), seen(passive)]).map(({ code }) => code);
    expect(found(true)).toEqual([]);
    expect(found(false)).toEqual(["WA109"]);
  });

  it("name a few files, however many differ", () => {
    const drift = Array.from({ length: 9 }, (_, index) => ({
      path: `${index}.xml`,
      change: "changed" as const,
    }));
    const [finding] = findings(desired(), [seen({ ...healthy, drift }), seen(passive)]);
    expect(finding?.text).toMatch(/4\.xml \(changed\), and 4 more$/);
  });

  it("compare the nodes", () => {
    expect(codes(seen(healthy), seen({ ...passive, nodeId: "one" }))).toEqual(["node2 refusal WA107"]);
    expect(codes(seen(healthy), seen({ ...passive, product }))).toEqual(["node2 difference WA309"]);
    const otherPassive = { ...passive, node: "node1", nodeId: "one" };
    expect(codes(seen(otherPassive), seen(passive))).toEqual(["node2 difference WA309"]);
    const unknown = seen(runs({ isLogged: false, role: "none" }));
    expect(codes(unknown, unknown)).not.toContain("node2 difference WA309");
  });

  it("leave files alone that the update replaces, and a product that is not run from here", () => {
    const pending: NodeFacts = { ...healthy, active: ["a0"], drift: [{ path: "a.xml", change: "changed" }] };
    expect(codes(seen(pending))).toEqual(["node1 pending WA203"]);
    expect(codes(seen(runs({ isRunning: false })), seen(passive), false)).toEqual([]);
  });
});

it("a node is described in one line", () => {
  const line = (observation: NodeObservation) =>
    describeNode("node1", observation, findings(desired(), [observation, seen(passive)]));
  expect(line(seen(healthy))).toBe("node1: active, revision a1");
  expect(line(seen({ ...healthy, active: [], product: undefined }))).toBe(
    "node1: nothing is deployed there yet (WA205)",
  );
  expect(line(seen(runs({ isRunning: false })))).toBe("node1: revision a1; it is stopped (WA302)");
  expect(line({ kind: "none" })).toBe("node1: not observed");
  expect(line({ kind: "unreachable", reason: "h cannot be reached" })).toBe(
    "node1: not observed; h cannot be reached (WA101)",
  );
  // Of a node that is held nothing is found.
  expect(describeNode("node1", seen({ ...healthy, active: [], product: undefined }), [])).toBe(
    "node1: nothing deployed",
  );
  expect(describeNode("node1", { kind: "wrong", reason: "another key" }, [])).toBe("node1: not observed");
});
