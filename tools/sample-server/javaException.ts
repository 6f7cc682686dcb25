/** An exception as log4j prints it under a log line. */
export interface JavaException {
  type: string;
  message?: string;
  frames: readonly string[];
  cause?: JavaException;
}

/** An example: the frames that a cause shares with the exception above it are not counted here. */
const sharedFrames = 17;

export function stackTrace(exception: JavaException): string {
  const lines = block(exception);
  for (let { cause } = exception; cause !== undefined; cause = cause.cause) {
    const [title, ...frames] = block(cause);
    lines.push(`Caused by: ${title}`, ...frames, `\t... ${sharedFrames} more`);
  }
  return lines.join("\n");
}

function block({ type, message, frames }: JavaException): string[] {
  const title = message === undefined ? type : `${type}: ${message}`;
  return [title, ...frames.map((frame) => `\tat ${frame}`)];
}

/** The exception of Connector/J 5.1.49 for an error of mysql2; classes and texts measured with MySQL 5.6. */
export function sqlException(error: unknown): JavaException {
  const { message, code, sqlState } = error as Error & { code?: string; sqlState?: string };
  if (sqlState === undefined && code !== undefined) return communicationsException(code, message);
  const isSyntaxError = sqlState?.startsWith("42");
  return {
    type: isSyntaxError
      ? "com.mysql.jdbc.exceptions.jdbc4.MySQLSyntaxErrorException"
      : "java.sql.SQLException",
    message,
    frames: [
      `com.mysql.jdbc.SQLError.createSQLException(SQLError.java:${isSyntaxError ? 944 : 965})`,
      "com.mysql.jdbc.MysqlIO.checkErrorPacket(MysqlIO.java:3933)",
    ],
  };
}

function communicationsException(code: string, reason: string): JavaException {
  const refused = "Connection refused (Connection refused)";
  return {
    type: "com.mysql.jdbc.exceptions.jdbc4.CommunicationsException",
    message:
      "Communications link failure\n\nThe last packet sent successfully to the server was 0 milliseconds ago. The driver has not received any packets from the server.",
    frames: ["com.mysql.jdbc.SQLError.createCommunicationsException(SQLError.java:990)"],
    cause: {
      type: "java.net.ConnectException",
      message: code === "ECONNREFUSED" ? refused : reason,
      frames: ["com.mysql.jdbc.StandardSocketFactory.connect(StandardSocketFactory.java:211)"],
    },
  };
}
