/**
 * `AnalyticsDatabases`: the four databases on any MySQL, users, grants, and the tables of two of them. Not here: which databases
 * and privileges the product needs (`product/databases.ts`).
 */
export {
  AnalyticsDatabases,
  type AnalyticsDatabasesArgs,
  connectionOf,
  type DatabaseConnection,
} from "./analyticsDatabases";
