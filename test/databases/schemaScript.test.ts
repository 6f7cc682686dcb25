import { describe, expect, it } from "vitest";
import { schemaNames } from "../../components/databases/schemaScript";

describe("the tables of a script", () => {
  const rows: [name: string, sql: string, tables: string[]][] = [
    ["are listed in their order", "CREATE TABLE B (x INT);\nCREATE TABLE A (x INT);", ["B", "A"]],
    [
      "are found with and without IF NOT EXISTS",
      "create table if not exists A(x INT); CREATE TABLE B(x INT)",
      ["A", "B"],
    ],
    [
      "are named without backquotes and database",
      "CREATE TABLE `A B` (x INT); CREATE TABLE db.`C` (x INT);",
      ["A B", "C"],
    ],
    ["keep a backquote that is part of the name", "CREATE TABLE `a``b` (x INT)", ["a`b"]],
    ["are found when a keyword is their name", "CREATE TABLE `IF` (x INT)", ["IF"]],
    ["are listed once", "CREATE TABLE IF NOT EXISTS A (x INT); CREATE TABLE IF NOT EXISTS A (x INT);", ["A"]],
    ["leave out a line commented by --", "-- CREATE TABLE A (x INT);\nCREATE TABLE B (x INT);", ["B"]],
    ["leave out a line commented by #", "# CREATE TABLE A (x INT);\r\nCREATE TABLE B (x INT);", ["B"]],
    [
      "leave out what stands between /* and */",
      "/* x;\nCREATE TABLE A (x INT); */ CREATE TABLE B (x INT);",
      ["B"],
    ],
    ["leave out a comment that never ends", "CREATE TABLE B (x INT); /* CREATE TABLE A (x INT);", ["B"]],
    ["include what MySQL executes of a comment", "/*!40101 CREATE TABLE A (x INT) */;", ["A"]],
    [
      "take -- without white space for two minus signs",
      "SELECT 1--1;CREATE TABLE A (x INT DEFAULT 1);",
      ["A"],
    ],
    [
      "leave out what stands in text",
      "INSERT INTO t VALUES ('a;CREATE TABLE A (x INT);', \"b;CREATE TABLE B\");",
      [],
    ],
    [
      "see the end of text with quotes in it",
      "INSERT INTO t VALUES ('it''s', 'a\\'b');CREATE TABLE A (x INT);",
      ["A"],
    ],
    [
      "are not confused by a comment sign in text",
      "INSERT INTO t VALUES ('-- /* #');CREATE TABLE A (x INT);",
      ["A"],
    ],
    ["are found past a comment between the words", "CREATE /* x */ TABLE -- y\n A (x INT);", ["A"]],
    [
      "leave out temporary ones and other things that are created",
      "CREATE TEMPORARY TABLE A (x INT); CREATE VIEW V AS SELECT 1; DROP INDEX I ON T;",
      [],
    ],
    ["are none in an empty script", "", []],
  ];
  for (const [name, sql, tables] of rows) {
    it(name, () => expect(schemaNames(sql)).toEqual(tables));
  }
});

describe("the indexes of a script", () => {
  const rows: [name: string, sql: string, names: string[]][] = [
    ["are named with their table", "CREATE TABLE T (x INT); CREATE INDEX I ON T (x);", ["T", "T.I"]],
    [
      "are found whatever their kind",
      "create unique index I on T(x); CREATE FULLTEXT INDEX J ON T(y)",
      ["T.I", "T.J"],
    ],
    ["are found past the type and the database", "CREATE INDEX `I J` USING HASH ON db.`T`(x)", ["T.I J"]],
    [
      "include the constraints that are added with a name",
      "ALTER TABLE T ADD CONSTRAINT F FOREIGN KEY (x) REFERENCES U (x); ALTER TABLE d.T ADD CONSTRAINT V UNIQUE (x);",
      ["T.F", "T.V"],
    ],
    [
      "leave out a primary key, which has no name of its own",
      "ALTER TABLE T ADD CONSTRAINT P PRIMARY KEY (x)",
      [],
    ],
    ["leave out other changes of a table", "ALTER TABLE T ADD COLUMN y INT", []],
  ];
  for (const [name, sql, names] of rows) {
    it(name, () => expect(schemaNames(sql)).toEqual(names));
  }
});
