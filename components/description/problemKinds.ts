/** One kind of problem, as docs/errors.md explains it. */
export interface ProblemKind {
  title: string;
  /** Markdown. */
  cause: string;
  /** Markdown. */
  remedy: string;
}

/** Every kind of problem by its code. A code never changes its meaning. docs/errors.md is generated from this table. */
export const problemKinds = {
  WA101: {
    title: "No answer from a node",
    cause: "Nobody answers, or lets us in.",
    remedy: "Start the host; correct `nodes[].ssh`, the key, the agent, the bastion or the firewall.",
  },
  WA102: {
    title: "Something else answers",
    cause: "Something answers and it is not a shell that runs our commands, or it has another host key.",
    remedy:
      "Correct `ssh.user`; remove the forced command of the key or `ForceCommand` of sshd; allow sudo without a password; compare `ssh.hostKey`, or accept another key than the pinned one ([secrets.md](secrets.md#host-keys)).",
  },
  WA103: { title: "Not a Linux host", cause: "The host does not run Linux.", remedy: "Give a Linux host." },
  WA104: {
    title: "Commands are missing on a host",
    cause: "The host lacks commands that an update needs; the message lists them.",
    remedy: "Install them.",
  },
  WA105: {
    title: "`product.home` holds no product",
    cause: "`product.home` is a folder that holds no product.",
    remedy: "Correct the argument or remove the folder.",
  },
  WA106: {
    title: "The home of the other node",
    cause: "The home belongs to the other node.",
    remedy: "Put the nodes back in their order.",
  },
  WA107: {
    title: "Both nodes have one id",
    cause: "Both nodes have the same id, as cloned hosts have.",
    remedy:
      'On the copy, while its product is stopped, remove `my-node-id.dat` in the home (`find repository -name "*my-node-id.dat"`) and `node-id` in `<home>.deployment`.',
  },
  WA108: {
    title: "The product is not installed",
    cause: "There is no product in `product.home`, and `product.install` is not given.",
    remedy: "Install it, correct the argument, or give `product.install`.",
  },
  WA109: {
    title: "The home holds another version",
    cause: "The home holds another version of the product than `product.profile` or the distribution.",
    remedy:
      "Give those of the home, or bring the home to the other version first ([products.md](products.md)).",
  },
  WA110: {
    title: "Root's folder can be replaced",
    cause:
      "The login is or becomes root, and the owner of the home can write in a folder above `<home>.deployment`, or in that folder itself, and so put another one in its place.",
    remedy:
      "Move the home to where only root can write, as `/opt`, or log in as its owner without `ssh.sudo` ([files.md](files.md#root-and-the-owner-of-the-home)).",
  },
  WA111: {
    title: "Root's folder is not root's",
    cause: "The login is or becomes root, and `<home>.deployment` is a link or another user's.",
    remedy:
      "Look through it, links above all, then `chown -R root:` it; or move it away, and update with another `rerunTrigger`.",
  },
  WA112: {
    title: "Written by a later version of this library",
    cause: "A later version of this library has written `<home>.deployment`.",
    remedy: "Update with that version.",
  },
  WA113: {
    title: "The product runs in another home",
    cause: "The product of this node runs in another home on the host: `product.home` was changed.",
    remedy: "[Move it](products.md#another-home) by hand, or put `product.home` back.",
  },
  WA114: {
    title: "A file of the home overrules the deployment",
    cause:
      "A file of the distribution, or of the home on a node, replaces what this deployment sets or keeps it from being set: `repository/conf/etc/hazelcast.xml`, a flag in `bin/wso2server.sh`, a script of Spark that ends early, a log pattern without logger names ([homes.md](homes.md#what-is-found)).",
    remedy: "As the text says, in the distribution or on the node.",
  },
  WA201: {
    title: "An interrupted update",
    cause: "The last update of the node was interrupted.",
    remedy: "Run an update, which goes on.",
  },
  WA202: {
    title: "Changed files",
    cause: "Files differ from what was installed.",
    remedy: "Put them back, or update with `overwrite`.",
  },
  WA203: {
    title: "Another revision is active",
    cause: "Another revision is active than the desired one.",
    remedy: "Run an update.",
  },
  WA204: {
    title: "Not found healthy yet",
    cause: "The desired revision is active, and no update has seen the node healthy with it yet.",
    remedy: "Run an update.",
  },
  WA205: {
    title: "Nothing is deployed",
    cause: "Nothing is deployed there yet, or no longer: the home is new, or went with its disk.",
    remedy: "Run an update.",
  },
  WA206: {
    title: "The record of a node is lost",
    cause:
      "The product runs, and the files beside its home (`<home>.deployment`) that say with which revision are lost or cannot be read.",
    remedy:
      "Make them readable, or run an update, which installs the desired revision there while the other node serves.",
  },
  WA301: {
    title: "Another update is at work",
    cause: "Another update is at work on the node.",
    remedy: "Wait for it.",
  },
  WA302: {
    title: "The product is stopped",
    cause: "The product is stopped.",
    remedy: "Run an update, which starts it.",
  },
  WA303: {
    title: "Stopped, with a stale pid file",
    cause: "The product is stopped, and another process has the number in its pid file.",
    remedy: "Run an update, which removes the file and starts the product.",
  },
  WA304: {
    title: "The product does not work",
    cause: "The product runs and its log says why it does not work.",
    remedy: "Correct the cause and run an update, which restarts the node.",
  },
  WA305: {
    title: "No answer on a port",
    cause: "The product does not answer on a port: it does not listen there, or it hangs.",
    remedy: "See its log.",
  },
  WA306: {
    title: "An unfinished start",
    cause: "The product has not finished its start.",
    remedy: "Wait; see its log.",
  },
  WA307: {
    title: "No role",
    cause: "The node is neither active nor passive.",
    remedy: "See its log; a backup member means a third node in the cluster's domain.",
  },
  WA308: {
    title: "State is not synced",
    cause: "The passive node has not synced its state.",
    remedy: "See its log.",
  },
  WA309: {
    title: "The nodes do not meet",
    cause:
      "Both nodes are active, or both passive, or their logs begin after their starts and no Hazelcast connection is there: they do not meet.",
    remedy: "See that the nodes reach each other, and run an update, which restarts one of them.",
  },
  WA310: {
    title: "Another deployer holds the node",
    cause:
      "Another deployer holds the node; the text says who, and since when ([interruptions.md](interruptions.md#two-deployers-at-once)).",
    remedy: "Run the update again when that one has ended.",
  },
  WA401: {
    title: "The product's user cannot use MySQL",
    cause:
      "The product's user cannot use MySQL as it must, seen from the node with its mysql client: no answer, no login, no rights, no tables, a wrong clock.",
    remedy:
      "Correct that in MySQL ([databases.md](databases.md#changed-by-hand)); an update names it and changes nothing.",
  },
  WA402: {
    title: "MySQL refuses the administrator",
    cause: "MySQL answers, and does not let `database.administrator` in from the machine that runs Pulumi.",
    remedy: "Correct the username and password, or let this user in from this machine.",
  },
  WA403: {
    title: "MySQL cannot be reached",
    cause: "The machine that runs Pulumi cannot log in to MySQL in time.",
    remedy: "Correct host, port and proxy, or open the way from this machine.",
  },
  WA404: {
    title: "No TLS with MySQL",
    cause: "MySQL and the machine that runs Pulumi do not agree on TLS.",
    remedy:
      "Correct the server's TLS or `database.administrator.tls` ([troubleshooting.md](troubleshooting.md)).",
  },
  WA405: {
    title: "An adopted database differs",
    cause: "`database.adopt` found a database with another character set or collation than is declared.",
    remedy: "Give what it has in `database.characterSets`, or change it with `ALTER DATABASE` first.",
  },
  WA501: {
    title: "Little room",
    cause: "Less than 500 MiB are free for the product home.",
    remedy: "Make room.",
  },
  WA502: {
    title: "A Java that does not fit",
    cause: "The next start would use a Java that the product does not start with.",
    remedy: "Install JDK 8, or name it in `service.javaHome`.",
  },
  WA503: {
    title: "Clocks differ",
    cause: "The clocks of the nodes differ by more than 10 s.",
    remedy: "Synchronise both with NTP.",
  },
  WA504: {
    title: "A part of the analytics is off",
    cause: "The start script of the home or the distribution turns a part of the analytics off.",
    remedy: "Take the flag out, unless other nodes do it.",
  },
  WA601: {
    title: "Unknown argument",
    cause: "There is no argument or key of this name here.",
    remedy: "Correct its name as the message proposes, or leave it out.",
  },
  WA602: {
    title: "Missing argument",
    cause: "A required argument is missing or empty.",
    remedy: "Give it.",
  },
  WA603: {
    title: "Value of another type",
    cause: "The value has another type than the argument: text in place of a number, for example.",
    remedy: "Write it as the message says. Messages of this kind never show the value.",
  },
  WA604: {
    title: "Value known too late",
    cause:
      "The value decides which resources exist, and it is an output, which is not known while the program runs.",
    remedy: "Give a plain value, or give each part at its own place, as an output.",
  },
  WA605: {
    title: "Value not accepted",
    cause: "The product, MySQL, SSH or AWS does not accept this value, or reads it differently.",
    remedy: "Give a value of the form that the message shows.",
  },
  WA606: {
    title: "Value out of range",
    cause: "A number, a length or a count is too small or too large.",
    remedy: "Stay within the limits in the message.",
  },
  WA607: {
    title: "Unknown choice",
    cause: "The value is not one of those that the argument has.",
    remedy: "Give one of the values in the message.",
  },
  WA608: {
    title: "Arguments contradict each other",
    cause: "Two arguments exclude each other, or one of several must be given.",
    remedy: "Leave out the one that is not meant.",
  },
  WA609: {
    title: "An argument needs another one",
    cause: "An argument that is given works only together with another one.",
    remedy: "Give the other one too, or leave this one out.",
  },
  WA610: {
    title: "Argument without effect",
    cause: "The argument does nothing with the other arguments, this version of the product or this target.",
    remedy: "Leave it out, or change what keeps it from having an effect.",
  },
  WA611: {
    title: "Old and current name",
    cause: "An argument is given under its old and its current name.",
    remedy: "Leave the old name out.",
  },
  WA612: {
    title: "Used twice",
    cause: "Two arguments that must differ have the same value: an address, a name, a path, a rule of AWS.",
    remedy: "Give each its own, or leave one out.",
  },
  WA613: {
    title: "Secret that cannot work",
    cause: "A password, passphrase or key has a form that a program on its way cannot take, or cannot mask.",
    remedy: "Choose another one as the message says ([secrets.md](secrets.md)). No message shows the secret.",
  },
  WA614: {
    title: "Unsuitable address",
    cause: "The address or host means something else on the other node, or a node cannot bind it.",
    remedy:
      "Give the private IPv4 address that the node itself has; `allowLoopbackAddresses` and `allowPublicAddresses` are for the exceptions.",
  },
  WA615: {
    title: "Ports collide",
    cause: "After the offset, two uses of a node have the same port.",
    remedy: "Give one of them another port.",
  },
  WA616: {
    title: "Override that cannot be made",
    cause:
      "An entry of `overrides` has no place in its file, is given twice, or changes what this deployment sets.",
    remedy: "Correct the entry; where an argument sets the value, give that argument instead.",
  },
  WA701: {
    title: "Unusable file or folder",
    cause:
      "A file or folder of the machine that runs the program does not exist, cannot be read, or is not the program's to replace.",
    remedy: "Correct the path, or let this user read it.",
  },
  WA702: {
    title: "Another checksum",
    cause: "A file has another sha256 than the description says.",
    remedy: "Take the file that is meant, or correct the checksum.",
  },
  WA703: {
    title: "Unfit file",
    cause:
      "A file of this machine can be read and does not hold what it should: it is damaged, or another kind.",
    remedy: "Give the file as it was downloaded or built, or correct its content.",
  },
  WA704: {
    title: "Another product",
    cause: "The distribution is another product or version than the description names, or an unknown one.",
    remedy:
      "Give the distribution of a known product, or name its version in `product.profile` ([products.md](products.md)).",
  },
  WA705: {
    title: "A home that has run",
    cause:
      "The zip to install is a home that has run: both nodes would have its id, its databases and its events.",
    remedy:
      "Give the zip as it was downloaded, or delete what the message lists from a copy ([installing.md](installing.md)).",
  },
  WA706: {
    title: "Unexpected content of the distribution",
    cause: "A file or an element of the distribution is missing, malformed, or cannot serve two nodes.",
    remedy:
      "Correct the file as the message says, or give the distribution as it is shipped ([homes.md](homes.md)).",
  },
  WA707: {
    title: "Conflicting datasources",
    cause:
      "Two datasources of the distribution have one name, or one is bound where the product does not look.",
    remedy: "Correct or remove the one that the message names.",
  },
  WA708: {
    title: "Wrong registry database or mount",
    cause:
      "Both nodes have their local registry in one database, or it is missing, or a mount leads elsewhere.",
    remedy: "Correct registry.xml of the distribution, or give `registryMounts`, as the message says.",
  },
  WA709: {
    title: "Setting of the distribution that is dropped",
    cause:
      "The deployment replaces a datasource's setting or an alias of the secure vault that the distribution has.",
    remedy: "Take it out of the distribution, or keep it by `overrides` or `secureVault: keep`.",
  },
  WA710: {
    title: "An argument that you should give",
    cause: "An optional argument is left out, and the default of the product is rarely wanted.",
    remedy: "Give the argument, as the message says.",
  },
  WA801: {
    title: "Open to the world",
    cause: "A rule would let everybody reach a port.",
    remedy: "Give the ranges of those who need it.",
  },
  WA802: {
    title: "Subnets, zones or groups that do not fit",
    cause:
      "The network on AWS does not fit: subnets in one zone, of another VPC, or missing; a group of another VPC.",
    remedy: "Give two subnets of one VPC in two zones, and groups of that VPC.",
  },
  WA803: {
    title: "Not offered by AWS",
    cause:
      "AWS does not offer the instance type or class in this region or zone, or with this version or image.",
    remedy: "Give another type or class, or subnets in the zones that the message names.",
  },
  WA804: {
    title: "Above a quota of AWS",
    cause: "A security group has more rules than AWS allows unless the quota was raised.",
    remedy: "Give one group in place of many ranges, aggregate ranges, or raise the quota.",
  },
  WA805: {
    title: "Refused by RDS",
    cause:
      "RDS does not take this setting beside the others, or this endpoint or version cannot serve the product.",
    remedy: "Change the setting as the message says ([aws.md](aws.md)).",
  },
} as const satisfies Readonly<Record<`WA${number}`, ProblemKind>>;

/** A code of the table above. */
export type ProblemCode = keyof typeof problemKinds;

/** The codes of validation and rendering by name. The observation of nodes writes its codes as they are. */
export const ProblemCode = {
  HomeOverride: "WA114",
  RefusedLogin: "WA402",
  UnreachableDatabase: "WA403",
  DatabaseTls: "WA404",
  AdoptedDatabase: "WA405",
  DisabledPart: "WA504",
  UnknownArgument: "WA601",
  MissingArgument: "WA602",
  WrongType: "WA603",
  LateValue: "WA604",
  InvalidValue: "WA605",
  OutOfRange: "WA606",
  UnknownChoice: "WA607",
  Contradiction: "WA608",
  MissingCompanion: "WA609",
  NoEffect: "WA610",
  OldName: "WA611",
  Duplicate: "WA612",
  UnusableSecret: "WA613",
  UnsuitableAddress: "WA614",
  PortCollision: "WA615",
  InvalidOverride: "WA616",
  UnusableFile: "WA701",
  OtherDigest: "WA702",
  UnfitFile: "WA703",
  OtherProduct: "WA704",
  UsedHome: "WA705",
  UnexpectedContent: "WA706",
  DatasourceConflict: "WA707",
  SharedRegistry: "WA708",
  DroppedSetting: "WA709",
  RecommendedArgument: "WA710",
  WorldAccess: "WA801",
  AwsNetwork: "WA802",
  AwsOffering: "WA803",
  AwsQuota: "WA804",
  RdsSetting: "WA805",
} as const satisfies Readonly<Record<string, ProblemCode>>;
