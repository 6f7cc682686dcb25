import { type Node, Proc, Rev, RoleOf, Worker, type World } from "./world";

const absent: Node = {
  proc: Proc.Stopped,
  role: RoleOf.None,
  open: 0,
  worker: Worker.Waiting,
  timeIsOver: 0,
  joined: 0,
  silent: 0,
  missed: 0,
  obstacle: 0,
  active: Rev.None,
  healthy: Rev.None,
  drifted: 0,
  staged: 0,
  job: Rev.None,
  started: 0,
  failures: 0,
  refusedApply: Rev.None,
  refusal: 0,
};
const staged: Node = { ...absent, staged: 1 };
const former: Node = { ...staged, active: Rev.Old, healthy: Rev.Old };
const fresh: Node = { ...former, active: Rev.New };
const settled: Node = { ...fresh, healthy: Rev.New };
const first: Node = { ...staged, active: Rev.New };
const third: Node = { ...staged, active: Rev.Third, healthy: Rev.Third };

const serving = { proc: Proc.Serving, worker: Worker.Found, timeIsOver: 1, joined: 1 } as const;
const waiting = { worker: Worker.Waiting, timeIsOver: 0 } as const;
const starting = { proc: Proc.Starting, joined: 1 } as const;

/** Every state that a run may find a node in. */
const nodeStates = {
  absent,
  staged,
  "cut off": { ...former, active: Rev.None },
  "job at work": { ...former, job: Rev.New },
  "stopped, old": former,
  "stopped, old, not staged": { ...former, staged: 0 },
  "stopped, new": fresh,
  "stopped, new and healthy": settled,
  "stopped, new for the first time": first,
  "stopped, third": third,
  "starting, old": { ...former, ...starting },
  "starting, new": { ...fresh, ...starting },
  "starting, new for the first time": { ...first, ...starting, joined: 0 },
  "serving, old": { ...former, ...serving },
  "serving, old, not staged": { ...former, ...serving, staged: 0 },
  "serving, old, without a worker": { ...former, ...serving, ...waiting },
  "serving, new, not marked": { ...fresh, ...serving },
  "serving, new, not marked, drifted": { ...fresh, ...serving, drifted: 1 },
  "serving, new, not marked, with a stuck worker": { ...fresh, ...serving, worker: Worker.Stuck },
  "serving, new, not marked, not staged": { ...fresh, ...serving, staged: 0 },
  "serving, new": { ...settled, ...serving },
  "serving, new, with a stuck worker": { ...settled, ...serving, worker: Worker.Stuck },
  "serving, new, drifted": { ...settled, ...serving, drifted: 1 },
  "serving, new for the first time": { ...first, ...serving, ...waiting },
  "serving, third": { ...third, ...serving },
  "failed, old": { ...former, proc: Proc.Failed },
  "failed, new": { ...fresh, proc: Proc.Failed },
  "failed, new and healthy": { ...settled, proc: Proc.Failed },
  "starting, old, open": { ...former, ...starting, open: 1 },
  "failed, old, open": { ...former, proc: Proc.Failed, open: 1 },
  "failed, new and healthy, open": { ...settled, proc: Proc.Failed, open: 1 },
  "serving, unknown": { ...staged, ...serving },
  "unreachable, old": { ...former, ...serving, silent: 1 },
  "unreachable, stopped": { ...fresh, silent: 1 },
  "obstacle, old": { ...former, ...serving, obstacle: 1 },
  "obstacle, stopped": { ...former, obstacle: 1 },
} satisfies Record<string, Node>;
export type NodeStateName = keyof typeof nodeStates;
const everyState = Object.keys(nodeStates) as NodeStateName[];

/** Every pair of them, with each division of the roles, and either revision desired. */
export function* starts(faults: number, names: readonly NodeStateName[] = everyState): Generator<World> {
  const states: Node[] = names.map((name) => nodeStates[name]);
  for (const desired of [Rev.New, Rev.Old] as const)
    for (const one of states)
      for (const other of states)
        for (const [roleOfOne, roleOfOther] of divisions(one, other))
          yield {
            nodes: [
              { ...one, role: roleOfOne },
              { ...other, role: roleOfOther },
            ],
            desired,
            faults,
            isDisturbed: 0,
            mustSucceed: 0,
            isMixed: 0,
            hasServed: 0,
          };
}

function divisions(one: Node, other: Node): [RoleOf, RoleOf][] {
  const { None, Active, Passive } = RoleOf;
  if (one.proc === Proc.Serving && other.proc === Proc.Serving)
    return [
      [Active, Passive],
      [Passive, Active],
      [Active, Active],
    ];
  return [[one.proc === Proc.Serving ? Active : None, other.proc === Proc.Serving ? Active : None]];
}
