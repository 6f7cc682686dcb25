# Logs in to MySQL as the product does: with the datasources, the driver, the Java and the trust stores of a set. A node's mysql
# client tells little about that, as the driver verifies certificates and knows other versions of TLS. `jjs`, which comes with every
# Java 8, runs the driver.
# shellcheck disable=SC2154 # variables of home.sh, product.sh, service.sh and mysqlClient.sh

# Before a restart that brings other datasources or another driver, with which the product might not come up.
refuse_failing_login() {
  brings_other_login || return 0
  check_login
  case $login in
    refused) fail "the product cannot log in to MySQL at $host:$port with the JDBC driver: $said; $(driver_remedy). Nothing was changed" ;;
    unknown) printf 'the login of the JDBC driver was not checked: %s\n' "$said" ;;
  esac
}

brings_other_login() {
  healthy=$(cat "$state/healthy" 2>/dev/null) || return 0
  [ "$(login_files "$healthy")" != "$(login_files "$wanted")" ]
}

# What a set logs in with: the digests of its files, and its driver.
login_files() {
  grep -hE '/(datasources/[^/]*|mysql-truststore\.jks)$|^driver ' \
    "$state/sets/$1/manifest" "$state/sets/$1/product" 2>/dev/null || :
}

# Sets `login` to `in`, `refused` or `unknown`, and `said` to the reason for the last two.
#
# The driver in the home is a program of the home's owner, so the owner runs it. The owner may not read the state beside the home:
# what is secret there comes on standard input, the rest in a folder for temporary files.
check_login() {
  login=unknown
  said=$(find_java 2>&1) || { said=${said#error: *: } && return 0; }
  find_java
  jjs=$java_home/bin/jjs
  [ -x "$jjs" ] || jjs=$java_home/jre/bin/jjs
  said="$java_home has no jjs"
  [ -x "$jjs" ] || return 0
  said='nothing can be written in the folder for temporary files'
  programs=$(mktemp -d) || return 0
  if put_programs 2>/dev/null; then
    answer=$(login_texts | as_owner timeout 120 "$jjs" -J-Xmx64m -J-XX:+UseSerialGC -cp "$(driver_jars)" "$programs/login.js" -- \
      "$home" "$programs" "$host:$port" 2>&1 | masked | tail -n 1 | cut -c 1-300 | tr -c '\040-\176\n' '?')
    case $answer in
      in) login=in ;;
      'refused '*) login=refused ;;
      '') answer='no answer came within two minutes' ;;
    esac
    said=${answer#refused }
  fi
  rm -rf "$programs"
}

# What is not secret: the program, the set's driver and its trust store, which are not in the home yet.
put_programs() {
  read_driver
  login_program >"$programs/login.js" || return 1
  [ -z "$driver" ] || cp "$state/drivers/$driver_digest" "$programs/driver.jar" || return 1
  store=$state/sets/$wanted/files/repository/resources/security/mysql-truststore.jks
  [ ! -f "$store" ] || cp "$store" "$programs/" || return 1
  chmod -R a+rX "$programs"
}

# `PATH BASE64` of the set's files that the program reads.
login_texts() (
  cd "$state/sets/$wanted/files" 2>/dev/null || exit 0
  for file in repository/conf/datasources/*.xml repository/conf/carbon.xml; do
    [ ! -f "$file" ] || printf '%s %s\n' "$file" "$(base64 <"$file" | tr -d '\n')"
  done
)

# The set's own driver, else those that the home has.
driver_jars() {
  if [ -n "$driver" ]; then
    printf '%s' "$programs/driver.jar"
  else
    find -L "$home/repository/components/lib" "$home/repository/components/dropins" -maxdepth 1 -iname '*mysql*.jar' 2>/dev/null | tr '\n' ':'
  fi
}

driver_remedy() {
  case $said in
    *'trust anchor'* | *PKIX* | *ertificat*)
      echo 'give the certificate of its authority in database.caBundle or, in a network that is trusted, set verifyServerCertificate to "false" in database.jdbcParameters'
      ;;
    *'Public Key Retrieval'*)
      echo 'set useSSL in database.jdbcParameters, with caBundle or verifyServerCertificate, or allowPublicKeyRetrieval in a network that is trusted'
      ;;
    *'Access denied'* | *'not allowed to connect'*)
      echo 'see that database.clientHosts names this node as MySQL sees it, the password is right and the databases are there'
      ;;
    *handshake* | *protocol* | *'SSL connection required'*) echo 'the driver and the server cannot agree on TLS; see docs/troubleshooting.md' ;;
    *) echo 'correct that, or the arguments database and product.jdbcDriver' ;;
  esac
}

# JavaScript of Java 8. It prints `in`, or `refused` and the cause of the first login that failed; or anything else. Passwords are
# read from the set's files, as the product will. A trust store of the set is not in the home yet, and Carbon has its own one for
# whatever has none (Activator of org.wso2.carbon.user.core 4.4.35).
login_program() {
  cat <<'PROGRAM'
var home = arguments[0], programs = arguments[1], server = arguments[2];
var File = java.io.File;
var inVault = "a password is in the secure vault", isStoreLocked = false;

function textsOnInput() {
  var texts = {}, input = new java.util.Scanner(java.lang.System.in, "UTF-8");
  while (input.hasNext()) texts[input.next()] = java.util.Base64.getDecoder().decode(input.next());
  return texts;
}

var texts = textsOnInput();

function document(input) {
  return javax.xml.parsers.DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(input);
}

function documentOf(path) {
  return document(new java.io.ByteArrayInputStream(texts[path]));
}

function part(element, name) {
  return element === null ? null : element.getElementsByTagName(name).item(0);
}

function textOf(element) {
  return element === null ? "" : element.getTextContent();
}

function isAliased(element) {
  for (var i = 0; element !== null && i < element.getAttributes().getLength(); i++)
    if (/(^|:)secretAlias$/.test(element.getAttributes().item(i).getNodeName())) return true;
  return false;
}

function useTrustStoreOfProduct() {
  var path = "repository/conf/carbon.xml", installed = new File(home, path);
  if (!(path in texts) && !installed.isFile()) return;
  var carbon = path in texts ? documentOf(path) : document(installed);
  var store = part(carbon.getDocumentElement(), "TrustStore");
  var location = textOf(part(store, "Location")).trim().replace("${carbon.home}", home);
  if (!new File(location).isFile()) return;
  var password = part(store, "Password");
  isStoreLocked = isAliased(password);
  java.lang.System.setProperty("javax.net.ssl.trustStore", location);
  java.lang.System.setProperty("javax.net.ssl.trustStoreType", textOf(part(store, "Type")).trim());
  java.lang.System.setProperty("javax.net.ssl.trustStorePassword", textOf(password));
}

function urlToTry(url) {
  var staged = url.replace(/(trustCertificateKeyStoreUrl=)([^&]*)/, function (whole, key, value) {
    var installed = "file:" + home + "/repository/resources/security/mysql-truststore.jks";
    var file = new File(programs, "mysql-truststore.jks");
    if (decodeURIComponent(value) !== installed) return whole;
    return file.isFile() ? key + encodeURIComponent("file:" + file.getPath()) : whole;
  });
  return staged + (staged.indexOf("?") < 0 ? "?" : "&") + "autoReconnect=false&connectTimeout=15000&socketTimeout=30000";
}

function tryLogin(source) {
  var properties = new java.util.Properties();
  properties.setProperty("user", textOf(part(source, "username")));
  properties.setProperty("password", textOf(part(source, "password")));
  var Driver = Java.type("com.mysql.jdbc.Driver");
  var connection = new Driver().connect(urlToTry(textOf(part(source, "url"))), properties);
  connection.createStatement().executeQuery("SELECT 1");
  connection.close();
}

function firstLine(thrown) {
  var cause = thrown;
  while (cause.getCause() !== null) cause = cause.getCause();
  return String(cause.getMessage() || cause).split("\n")[0];
}

function sources() {
  var found = [];
  for (var path in texts) {
    if (path === "repository/conf/carbon.xml") continue;
    var all = documentOf(path).getElementsByTagName("configuration");
    for (var i = 0; i < all.getLength(); i++)
      if (textOf(part(all.item(i), "url")).indexOf("jdbc:mysql://" + server + "/") === 0) found.push(all.item(i));
  }
  return found;
}

function answer() {
  useTrustStoreOfProduct();
  var all = sources();
  for each (var source in all) {
    var url = textOf(part(source, "url"));
    var needsStore = /useSSL=(true|yes)/i.test(url) && !/verifyServerCertificate=false|trustCertificateKeyStoreUrl=/i.test(url);
    if (isAliased(part(source, "password")) || (isStoreLocked && needsStore)) return inVault;
    var driver = textOf(part(source, "driverClassName"));
    if (driver !== "com.mysql.jdbc.Driver") return "another driver, " + driver + ", is configured";
    try {
      tryLogin(source);
    } catch (thrown) {
      if (!(thrown instanceof java.lang.Throwable)) throw thrown;
      return "refused " + firstLine(thrown);
    }
  }
  return all.length > 0 ? "in" : "no datasource is at " + server;
}

print(answer());
PROGRAM
}
