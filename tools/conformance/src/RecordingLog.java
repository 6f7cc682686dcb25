import java.util.ArrayList;
import java.util.List;
import org.apache.commons.logging.Log;

/** commons-logging backend that keeps what the product's own classes log at warn and above, per section. */
public class RecordingLog implements Log {
    static final List<String> WARNINGS = new ArrayList<>();
    static final List<String> ERRORS = new ArrayList<>();

    public RecordingLog(String name) {}

    private static synchronized void keep(List<String> list, Object message, Throwable t) {
        list.add(message + (t == null ? "" : ": " + ReadHome.root(t)));
    }

    public void warn(Object m) { keep(WARNINGS, m, null); }
    public void warn(Object m, Throwable t) { keep(WARNINGS, m, t); }
    public void error(Object m) { keep(ERRORS, m, null); }
    public void error(Object m, Throwable t) { keep(ERRORS, m, t); }
    public void fatal(Object m) { keep(ERRORS, m, null); }
    public void fatal(Object m, Throwable t) { keep(ERRORS, m, t); }
    public void trace(Object m) {}
    public void trace(Object m, Throwable t) {}
    public void debug(Object m) {}
    public void debug(Object m, Throwable t) {}
    public void info(Object m) {}
    public void info(Object m, Throwable t) {}
    public boolean isTraceEnabled() { return false; }
    public boolean isDebugEnabled() { return false; }
    public boolean isInfoEnabled() { return false; }
    public boolean isWarnEnabled() { return true; }
    public boolean isErrorEnabled() { return true; }
    public boolean isFatalEnabled() { return true; }
}
