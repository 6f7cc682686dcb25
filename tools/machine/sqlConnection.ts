/** For the tests: Node finds the packages of tools/ from files of tools/ only. */
export { createConnection, type RowDataPacket } from "mysql2/promise";
