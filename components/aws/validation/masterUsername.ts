import { ProblemCode, quoted, type Rule } from "../../description";

/**
 * What RDS for MySQL accepts as master user: 1 to 16 letters, digits and `_`, a letter first, no reserved word of MySQL 8.4.
 * (API model of RDS, `CreateDBInstance.MasterUsername`; Reference Manual 8.4, "Keywords and Reserved Words".)
 */
export const masterUsername: Rule<string> = (value) => {
  if (!/^[A-Za-z][A-Za-z0-9_]{0,15}$/.test(value)) {
    return {
      code: ProblemCode.InvalidValue,
      problem: `${quoted(value)} is no master user of RDS`,
      remedy: "give 1 to 16 of A-Z a-z 0-9 _, a letter first",
    };
  }
  return reserved.has(value.toLowerCase())
    ? {
        code: ProblemCode.InvalidValue,
        problem: `${value} is a word that MySQL or RDS reserves`,
        remedy: "give another, such as admin",
      }
    : undefined;
};

/** Of 16 characters at most; the last two are users of RDS itself. */
const reserved = new Set(
  `accessible add all alter analyze and as asc asensitive before between bigint binary blob both by call cascade case
  change char character check collate column condition constraint continue convert create cross cube cume_dist current_date
  current_time current_user cursor database databases day_hour day_microsecond day_minute day_second dec decimal declare
  default delayed delete dense_rank desc describe deterministic distinct distinctrow div double drop dual each else elseif
  empty enclosed escaped except exists exit explain false fetch first_value float float4 float8 for force foreign from
  fulltext function generated get grant group grouping groups having high_priority hour_microsecond hour_minute hour_second if
  ignore in index infile inner inout insensitive insert int int1 int2 int3 int4 int8 integer intersect interval into
  io_after_gtids is iterate join json_table key keys kill lag last_value lateral lead leading leave left like limit
  linear lines load localtime localtimestamp lock long longblob longtext loop low_priority manual match maxvalue mediumblob
  mediumint mediumtext middleint minute_second mod modifies natural not nth_value ntile null numeric of on optimize
  optimizer_costs option optionally or order out outer outfile over parallel partition percent_rank precision primary
  procedure purge qualify range rank read read_write reads real recursive references regexp release rename repeat replace
  require resignal restrict return revoke right rlike row row_number rows schema schemas select sensitive separator set
  show signal smallint spatial specific sql sql_big_result sqlexception sqlstate sqlwarning ssl starting stored
  straight_join system table tablesample terminated then tinyblob tinyint tinytext to trailing trigger true undo union
  unique unlock unsigned update usage use using utc_date utc_time utc_timestamp values varbinary varchar varcharacter
  varying virtual when where while window with write xor year_month zerofill rdsadmin rdsrepladmin`.split(
    /\s+/,
  ),
);
