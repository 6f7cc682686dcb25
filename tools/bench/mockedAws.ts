type Values = Record<string, unknown>;

const zones: Readonly<Record<string, string>> = {
  "subnet-0a000001": "eu-west-1a",
  "subnet-0b000002": "eu-west-1b",
};

/** What a description says of the network that the mocks know, and of who reaches the nodes in it. */
export function mockedNetwork() {
  return {
    subnetIds: Object.keys(zones),
    access: {
      publishers: { gateways: { securityGroupId: "sg-0a1b2c3d" } },
      console: { office: { cidr: "10.20.0.0/16" } },
      ssh: { deployer: { cidr: "10.0.9.0/24" } },
      databaseClients: { deployer: { cidr: "10.0.9.0/24" } },
    },
  };
}

/** What Pulumi's mocks answer about a resource: its inputs, and what AWS would add that others need. */
export function mockedState(type: string, name: string, inputs: Values): Values {
  switch (type) {
    case "pulumi:index:Stash":
      return { ...inputs, output: inputs.input };
    case "command:remote:Command":
      return { ...inputs, stdout: "version=8.4.6\nmax_connections=600\n" };
    case "aws:ec2/networkInterface:NetworkInterface":
      return { ...inputs, privateIp: name.includes("vm1") ? "10.0.1.10" : "10.0.2.10" };
    case "aws:ec2/eip:Eip":
      return {
        ...inputs,
        publicIp: name.includes("vm2") ? "203.0.113.8" : "203.0.113.7",
        allocationId: `${name}-allocation`,
      };
    case "aws:ec2/keyPair:KeyPair":
      return { ...inputs, keyName: physicalName(inputs.keyNamePrefix) };
    case "aws:rds/instance:Instance":
      return {
        ...inputs,
        address: "mysql.internal",
        port: 3306,
        masterUserSecrets: [{ secretArn: "arn:aws:secretsmanager:eu-west-1:1:secret:rds" }],
      };
    default:
      return {
        ...inputs,
        name: inputs.name ?? physicalName(inputs.namePrefix ?? name),
        arn: `arn:aws:iam::1:${name}`,
      };
  }
}

/** Without what the provider appends. */
function physicalName(prefix: unknown): string {
  return String(prefix).replace(/-$/, "");
}

/** What they answer to a look-up. */
export function mockedAnswer(token: string, inputs: Values): Values {
  switch (token.split(":").at(-1)) {
    case "getInstanceType":
      return { ...inputs, supportedArchitectures: ["x86_64"], hypervisor: "nitro", bareMetal: false };
    case "getInstanceTypeOfferings":
      return { ...inputs, locations: Object.values(zones) };
    case "getOrderableDbInstance":
      return { ...inputs, engineVersion: "8.4.7", availabilityZones: Object.values(zones) };
    case "getSubnet":
      return { ...inputs, availabilityZone: zones[String(inputs.id)], vpcId: "vpc-0a1b2c3d" };
    case "getParameter":
      return { ...inputs, value: "ami-0123456789abcdef0" };
    default:
      return inputs;
  }
}
