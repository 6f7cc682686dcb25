import { ProblemCode } from "../../description";
import { childAt, type HomeDatasource } from "./datasources";
import { error, type Finding } from "./finding";
import type { Inspected } from "./homeFindings";

const ofDeployment: ReadonlySet<string> = new Set([
  "WSO2UM_DB",
  "WSO2REG_DB",
  "WSO2_ANALYTICS_EVENT_STORE_DB",
  "WSO2_ANALYTICS_PROCESSED_DATA_STORE_DB",
  "WSO2AM_STATS_DB",
]);

/** Over all files, the product refuses a second datasource of a name, and binds a JNDI name to the datasource that it loads last. */
export function datasourceNames({ after }: Inspected): Finding[] {
  return after.flatMap(({ datasources }) => {
    return [
      ...repeated(datasources, ({ name }) => name).flatMap(([first, second]) => sameName(first, second)),
      ...repeated(datasources, ({ jndiName }) => jndiName).flatMap(([first, second]) =>
        sameJndiName(first, second),
      ),
      ...datasources
        .filter(isBoundElsewhere)
        .map(({ file, name }) =>
          error(
            ProblemCode.DatasourceConflict,
            `${file} datasource ${name}`,
            "is bound in another naming context (jndiConfig/environment), where the product does not look it up",
            "take the environment out of its jndiConfig",
          ),
        ),
    ];
  });
}

type Pair = readonly [HomeDatasource, HomeDatasource];

/** The pairs of which the second has the key of the first. */
function repeated(
  datasources: readonly HomeDatasource[],
  keyOf: (datasource: HomeDatasource) => string | undefined,
): Pair[] {
  const firsts = new Map<string, HomeDatasource>();
  return datasources.flatMap((second) => {
    const key = keyOf(second);
    if (!key) return [];
    const first = firsts.get(key);
    if (first === undefined) firsts.set(key, second);
    return first === undefined ? [] : [[first, second] as const];
  });
}

function sameName(first: HomeDatasource, second: HomeDatasource): Finding[] {
  // The deployment's own file is not the place to correct.
  const other = ofDeployment.has(second.name) && isOwnFile(second) ? first : second;
  const kept = other === first ? second : first;
  const where = first.file === second.file ? "twice in this file" : `in ${kept.file} too`;
  const problem = `is defined ${where}; the product refuses the second one and loads no further datasource`;
  const remedy = ofDeployment.has(second.name)
    ? "take it out of this file; the deployment sets the other one"
    : "remove one of them";
  return [error(ProblemCode.DatasourceConflict, `${other.file} datasource ${other.name}`, problem, remedy)];
}

function sameJndiName(first: HomeDatasource, second: HomeDatasource): Finding[] {
  if (first.name === second.name) return [];
  const other = ofDeployment.has(second.name) ? first : second;
  const kept = other === first ? second : first;
  const problem = `has the JNDI name ${other.jndiName} of the datasource ${kept.name}; the one that is loaded last takes it`;
  return [
    error(
      ProblemCode.DatasourceConflict,
      `${other.file} datasource ${other.name}`,
      problem,
      "give it another JNDI name, or remove it",
    ),
  ];
}

function isOwnFile({ file }: HomeDatasource): boolean {
  return /\/(master|analytics|stats)-datasources\.xml$/.test(file);
}

function isBoundElsewhere({ name, element }: HomeDatasource): boolean {
  const environment = childAt(element, "jndiConfig", "environment");
  return /^WSO2(UM|REG)_DB$/.test(name) && (environment?.children.length ?? 0) > 0;
}
