import fc from "fast-check";
import { type Fault, FaultKind, type Moment, type Round, Target, Update } from "./round";

/** What an update says in its course, by what it changes. Each of them is heard once at least where nothing fails. */
const rolls = ["-stage updating", "gets revision", "stopping", "starting", "is healthy"] as const;
const says: Record<Update, readonly string[]> = {
  [Update.Nothing]: [],
  [Update.File]: rolls,
  [Update.OneNode]: rolls,
  [Update.Memory]: rolls,
  [Update.FullStop]: rolls,
  [Update.Password]: ["-user updating", ...rolls],
  [Update.CarbonApp]: [".car creating"],
};

const updates: readonly [Update, number][] = [
  [Update.Nothing, 1],
  [Update.File, 3],
  [Update.OneNode, 2],
  [Update.Memory, 1],
  [Update.FullStop, 2],
  [Update.Password, 2],
  [Update.CarbonApp, 1],
];

/** The same rounds for the same seed, however many are asked for. */
export function drawRounds(seed: number, count: number): Round[] {
  return fc.sample(fc.noBias(roundOf()), { seed, numRuns: count });
}

function roundOf(): fc.Arbitrary<Round> {
  const update = fc.oneof(...updates.map(([each, weight]) => ({ arbitrary: fc.constant(each), weight })));
  return update.chain((drawn) =>
    fc.record({
      update: fc.constant(drawn),
      startSeconds: fc.constantFrom(0, 0, 1, 3),
      faults: fc.oneof(
        { arbitrary: fc.array(faultIn(drawn), { minLength: 1, maxLength: 1 }), weight: 2 },
        { arbitrary: fc.array(faultIn(drawn), { minLength: 2, maxLength: 2 }), weight: 1 },
      ),
    }),
  );
}

function faultIn(update: Update): fc.Arbitrary<Fault> {
  return fc.record({
    kind: fc.constantFrom(...Object.values(FaultKind)),
    target: fc.constantFrom(...Object.values(Target)),
    moment: momentIn(update),
    seconds: fc.oneof(
      { arbitrary: fc.integer({ min: 1, max: 6 }), weight: 2 },
      { arbitrary: fc.constant(undefined), weight: 1 },
    ),
  });
}

/** An update takes two seconds before it looks at the nodes. */
function momentIn(update: Update): fc.Arbitrary<Moment> {
  const atBegin = fc.record({
    says: fc.constant(""),
    milliseconds: fc.integer({ min: 0, max: 6000 }),
  });
  const phases = says[update];
  if (phases.length === 0) return atBegin;
  const inPhase = fc.record({
    says: fc.constantFrom(...phases),
    milliseconds: fc.integer({ min: 0, max: 2000 }),
  });
  return fc.oneof({ arbitrary: atBegin, weight: 1 }, { arbitrary: inPhase, weight: 4 });
}
