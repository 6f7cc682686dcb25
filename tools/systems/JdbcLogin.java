import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Logs in to MySQL with the JDBC driver on the class path. Standard input has three lines for each login: URL, user and
 * password. The answer to each is a line, `in VERSION plain|CIPHER` or `refused: CAUSE; CAUSE; ...`.
 */
final class JdbcLogin {
    public static void main(String[] arguments) throws Exception {
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, "UTF-8"));
        Class.forName("com.mysql.jdbc.Driver");
        for (String url = input.readLine(); url != null; url = input.readLine()) {
            System.out.println(attempt(url, input.readLine(), input.readLine()));
        }
    }

    private static String attempt(String url, String user, String password) {
        try (Connection connection = DriverManager.getConnection(url, user, password)) {
            String cipher = valueOf(connection, "SHOW STATUS LIKE 'Ssl_cipher'", 2);
            String version = valueOf(connection, "SELECT VERSION()", 1);
            return "in " + version + " " + (cipher.isEmpty() ? "plain" : cipher);
        } catch (SQLException refused) {
            Set<String> causes = new LinkedHashSet<>();
            for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
                causes.add(String.valueOf(cause.getMessage()).replaceAll("\\s+", " "));
            }
            return "refused: " + String.join("; ", causes);
        }
    }

    private static String valueOf(Connection connection, String statement, int column) throws SQLException {
        try (ResultSet rows = connection.createStatement().executeQuery(statement)) {
            rows.next();
            return rows.getString(column);
        }
    }
}
