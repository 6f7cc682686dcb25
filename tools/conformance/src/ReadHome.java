import com.google.gson.GsonBuilder;
import com.hazelcast.config.Config;
import com.hazelcast.config.NetworkConfig;
import java.io.File;
import java.io.FileInputStream;
import java.io.InputStreamReader;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.naming.InitialContext;
import javax.sql.DataSource;
import org.apache.axis2.clustering.Member;
import org.w3c.dom.Element;
import org.wso2.carbon.base.ServerConfiguration;
import org.wso2.carbon.context.PrivilegedCarbonContext;
import org.wso2.carbon.event.processor.manager.core.config.ManagementModeInfo;
import org.wso2.carbon.event.processor.manager.core.config.Mode;
import org.wso2.carbon.event.processor.manager.core.internal.util.ManagementModeConfigurationLoader;
import org.wso2.carbon.ndatasource.core.CarbonDataSource;
import org.wso2.carbon.ndatasource.core.DataSourceManager;
import org.wso2.carbon.ndatasource.core.DataSourceMetaInfo;
import org.wso2.carbon.ndatasource.core.utils.DataSourceUtils;
import org.wso2.carbon.ndatasource.rdbms.RDBMSConfiguration;
import org.wso2.carbon.ndatasource.rdbms.RDBMSDataSourceReader;
import org.wso2.carbon.registry.core.config.RegistryConfigurationProcessor;
import org.wso2.carbon.registry.core.config.RegistryContext;
import org.wso2.carbon.user.api.RealmConfiguration;
import org.wso2.carbon.user.core.config.RealmConfigXMLProcessor;
import org.wso2.carbon.user.core.service.RealmService;
import org.wso2.carbon.utils.CarbonUtils;
import org.wso2.carbon.utils.multitenancy.MultitenantConstants;

/** Prints, as one JSON object, what the product's own classes understand of a product home. */
public class ReadHome {
    interface Reader { void read(Map<String, Object> out) throws Exception; }

    private static final Map<String, Map<String, Object>> REPORT = new LinkedHashMap<>();
    private static File conf;

    public static void main(String[] args) throws Exception {
        if (args.length != 1) { System.err.println("usage: ReadHome HOME"); System.exit(2); }
        setHome(args[0]);
        section("carbon", "carbon.xml", ReadHome::carbon);
        section("eventProcessor", "event-processor.xml", ReadHome::eventProcessor);
        section("clustering", "axis2/axis2.xml", ReadHome::clustering);
        section("datasources", "datasources", ReadHome::datasources);
        section("registry", "registry.xml", ReadHome::registry);
        section("userMgt", "user-mgt.xml", ReadHome::userMgt);
        section("spark", "analytics/spark/spark-defaults.conf", ReadHome::spark);
        System.out.println(new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().serializeNulls().create().toJson(REPORT));
        System.exit(REPORT.values().stream().anyMatch(s -> s.containsKey("error")) ? 1 : 0);
    }

    static void setHome(String home) {
        File dir = new File(home).getAbsoluteFile();
        conf = new File(dir, "repository/conf");
        if (!conf.isDirectory()) { System.err.println("no repository/conf in " + home); System.exit(2); }
        System.setProperty("carbon.home", dir.getPath());
        System.setProperty("carbon.config.dir.path", conf.getPath());
        System.setProperty("org.apache.commons.logging.Log", RecordingLog.class.getName());
        PrivilegedCarbonContext.getThreadLocalCarbonContext().setTenantId(MultitenantConstants.SUPER_TENANT_ID);
        PrivilegedCarbonContext.getThreadLocalCarbonContext().setTenantDomain(MultitenantConstants.SUPER_TENANT_DOMAIN_NAME);
    }

    static File conf(String path) { return new File(conf, path); }

    private static void section(String name, String file, Reader body) {
        Map<String, Object> out = new LinkedHashMap<>();
        REPORT.put(name, out);
        if (!conf(file).exists()) { out.put("missing", file); return; }
        RecordingLog.WARNINGS.clear();
        RecordingLog.ERRORS.clear();
        try { body.read(out); } catch (Throwable t) { RecordingLog.ERRORS.add(root(t)); }
        if (!RecordingLog.WARNINGS.isEmpty()) out.put("warnings", new ArrayList<>(RecordingLog.WARNINGS));
        if (!RecordingLog.ERRORS.isEmpty()) out.put("error", String.join("; ", RecordingLog.ERRORS));
    }

    static void carbon(Map<String, Object> out) throws Exception {
        ServerConfiguration server = CarbonUtils.getServerConfiguration();
        out.put("offset", Integer.valueOf(server.getFirstProperty("Ports.Offset")));
        Field map = ServerConfiguration.class.getDeclaredField("configuration");
        map.setAccessible(true);
        Map<String, Object> depsync = new TreeMap<>();
        for (Object key : ((Map<?, ?>) map.get(server)).keySet()) {
            String k = (String) key;
            if (!k.startsWith("DeploymentSynchronizer.")) continue;
            depsync.put(k.substring(23), server.getFirstProperty(k));
            if (server.getProperties(k).length > 1) throw new Exception(k + " occurs more than once");
        }
        out.put("deploymentSynchronizer", depsync);
    }

    static void eventProcessor(Map<String, Object> out) throws Exception {
        ManagementModeInfo info = ManagementModeConfigurationLoader.loadManagementModeInfo();
        out.put("mode", info.getMode());
        if (info.getMode() == Mode.HA) out.put("ha", bean(info.getHaConfiguration()));
        if (info.getMode() == Mode.Distributed) out.put("distributed", bean(info.getDistributedConfiguration()));
        out.put("persistence", info.getPersistenceConfiguration() == null ? null : bean(info.getPersistenceConfiguration()));
    }

    static void clustering(Map<String, Object> out) throws Exception {
        Clustering c = new Clustering(conf("axis2/axis2.xml"));
        out.put("enable", c.enable);
        if (!c.present) return;
        out.put("class", c.agentClass);
        out.put("parameters", c.parameters());
        List<String> members = new ArrayList<>();
        List<Member> wka = c.agent.getMembers();
        if (wka != null) for (Member m : wka) members.add(m.getHostName() + ":" + m.getPort());
        out.put("members", members);
        if (!c.enable) return;
        Config config = c.hazelcastConfig();
        NetworkConfig net = config.getNetworkConfig();
        Map<String, Object> hz = new LinkedHashMap<>();
        hz.put("source", new String[] {"etc/hazelcast.xml", "-Dhazelcast.config", "axis2.xml"}[(int) c.configMode()]);
        hz.put("instanceName", config.getInstanceName());
        hz.put("group", config.getGroupConfig().getName());
        hz.put("groupPassword", config.getGroupConfig().getPassword());
        hz.put("publicAddress", net.getPublicAddress());
        hz.put("port", net.getPort());
        hz.put("portAutoIncrement", net.isPortAutoIncrement());
        hz.put("multicast", net.getJoin().getMulticastConfig().isEnabled());
        hz.put("tcpIp", net.getJoin().getTcpIpConfig().isEnabled());
        hz.put("tcpIpMembers", net.getJoin().getTcpIpConfig().getMembers());
        out.put("hazelcast", hz);
    }

    static void datasources(Map<String, Object> out) throws Exception {
        List<String> files = new ArrayList<>();
        for (String f : new TreeSet<>(List.of(conf("datasources").list()))) if (f.endsWith("-datasources.xml")) files.add(f);
        out.put("files", files);
        Map<String, Object> list = new TreeMap<>();
        out.put("datasources", list);
        Set<String> bound = new HashSet<>();
        DataSourceManager manager = DataSourceManager.getInstance();
        try {
            manager.initSystemDataSources(); // throws on a duplicate name
        } finally {
            for (CarbonDataSource ds : manager.getDataSourceRepository().getAllDataSources()) {
                DataSourceMetaInfo info = ds.getDSMInfo();
                Map<String, Object> one = new LinkedHashMap<>();
                list.put(info.getName(), one);
                one.put("description", info.getDescription());
                one.put("jndi", info.getJndiConfig() == null ? null : info.getJndiConfig().getName());
                one.put("type", info.getDefinition().getType());
                one.put("status", ds.getDSStatus().getMode());
                if (ds.getDSObject() == null) { one.put("details", ds.getDSStatus().getDetails()); continue; } // status ERROR
                Element xml = (Element) info.getDefinition().getDsXMLConfiguration();
                RDBMSConfiguration rdbms = RDBMSDataSourceReader.loadConfig(DataSourceUtils.elementToString(xml));
                Map<String, Object> fields = bean(rdbms);
                fields.values().removeIf(v -> v == null);
                fields.remove("passwordPersist");
                one.put("configuration", fields);
                String jndi = (String) one.get("jndi");
                if (jndi == null) continue;
                if (!bound.add(jndi)) RecordingLog.WARNINGS.add("JNDI name bound twice: " + jndi);
                // The manager has bound the real pool in Carbon's JNDI; the readers of registry.xml and user-mgt.xml would
                // connect to it. A stand-in with the same URL and user takes its place.
                new InitialContext().rebind(jndi, Offline.dataSource(rdbms.getUrl(), rdbms.getUsername()));
            }
        }
    }

    static void registry(Map<String, Object> out) throws Exception {
        RegistryContext ctx = RegistryContext.getBaseInstance((RealmService) null, false);
        try (FileInputStream in = new FileInputStream(conf("registry.xml"))) {
            RegistryConfigurationProcessor.populateRegistryConfig(in, ctx);
        }
        out.put("currentDBConfig", ctx.getDefaultDataBaseConfiguration() == null ? null : ctx.getDefaultDataBaseConfiguration().getConfigName());
        Map<String, Object> dbs = new TreeMap<>();
        for (Iterator<?> i = ctx.getDBConfigNames(); i.hasNext();) {
            String name = (String) i.next();
            Map<String, Object> fields = bean(ctx.selectDBConfig(name));
            fields.values().removeIf(v -> v == null);
            dbs.put(name, fields);
        }
        out.put("dbConfigs", dbs);
        out.put("remoteInstances", beans(ctx.getRemoteInstances()));
        out.put("mounts", beans(ctx.getMounts()));
    }

    static void userMgt(Map<String, Object> out) throws Exception {
        RealmConfiguration realm = new RealmConfigXMLProcessor().buildRealmConfigurationFromFile();
        String dataSource = realm.getRealmProperties().get("dataSource");
        out.put("dataSource", dataSource);
        try (Connection c = ((DataSource) new InitialContext().lookup(dataSource)).getConnection()) {
            out.put("dataSourceUrl", c.getMetaData().getURL());
        }
        out.put("realmProperties", new TreeMap<>(realm.getRealmProperties()));
        out.put("userStoreClass", realm.getUserStoreClass());
        out.put("adminUser", realm.getAdminUserName());
    }

    static void spark(Map<String, Object> out) throws Exception {
        Properties p = new Properties();
        try (InputStreamReader in = new InputStreamReader(new FileInputStream(conf("analytics/spark/spark-defaults.conf")), StandardCharsets.UTF_8)) {
            p.load(in);
        }
        Map<String, String> all = new TreeMap<>();
        for (String key : p.stringPropertyNames()) all.put(key, p.getProperty(key).trim());
        out.put("properties", all);
    }

    private static List<Object> beans(List<?> list) throws Exception {
        List<Object> out = new ArrayList<>();
        for (Object o : list) out.add(bean(o));
        return out;
    }

    /** All public getters of a configuration bean; a nested product class is a bean again. */
    static Map<String, Object> bean(Object o) throws Exception {
        Map<String, Object> out = new TreeMap<>();
        for (Method m : o.getClass().getMethods()) {
            String n = m.getName();
            int skip = n.startsWith("get") ? 3 : n.startsWith("is") ? 2 : 0;
            if (skip == 0 || n.length() == skip || m.getParameterCount() > 0 || n.equals("getClass")) continue;
            if (m.getDeclaringClass() == Object.class || java.lang.reflect.Modifier.isStatic(m.getModifiers())) continue;
            Object v = m.invoke(o);
            if (v != null && v.getClass().getName().startsWith("org.wso2.") && !v.getClass().isEnum()) v = bean(v);
            out.put(Character.toLowerCase(n.charAt(skip)) + n.substring(skip + 1), v);
        }
        return out;
    }

    static String root(Throwable t) {
        while (t.getCause() != null && t.getCause() != t) t = t.getCause();
        return t.getClass().getName() + ": " + t.getMessage();
    }
}
