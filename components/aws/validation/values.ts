import { ProblemCode, quoted, type Rule, shownKey } from "../../description";

/** An id that AWS gives: `vpc-0a1b2c3d`. */
function identifier(prefix: string): Rule<string> {
  const form = new RegExp(`^${prefix}-[0-9a-f]{8,17}$`);
  return (value) =>
    form.test(value)
      ? undefined
      : {
          code: ProblemCode.InvalidValue,
          problem: `${quoted(value)} is not an AWS id`,
          remedy: `give one like ${prefix}-0a1b2c3d4e5f67890`,
        };
}

export const vpcId = identifier("vpc");
export const subnetId = identifier("subnet");
export const securityGroupId = identifier("sg");
export const prefixListId = identifier("pl");
export const imageId = identifier("ami");
export const snapshotId = identifier("snap");

export const region: Rule<string> = (value) =>
  /^[a-z]{2,}(-[a-z]+)+-\d$/.test(value)
    ? undefined
    : {
        code: ProblemCode.InvalidValue,
        problem: `${quoted(value)} is not a region`,
        remedy: "give one like eu-west-1",
      };

export const instanceType: Rule<string> = (value) =>
  /^[a-z][a-z0-9-]*\.[a-z0-9-]+$/.test(value)
    ? undefined
    : {
        code: ProblemCode.InvalidValue,
        problem: `${quoted(value)} is no EC2 type`,
        remedy: "give one like m6i.large",
      };

export const databaseClass: Rule<string> = (value) =>
  /^db\.[a-z][a-z0-9-]*\.[a-z0-9-]+$/.test(value)
    ? undefined
    : {
        code: ProblemCode.InvalidValue,
        problem: `${quoted(value)} is not an RDS instance class`,
        remedy: "give one like db.m6g.large",
      };

/** Its identifier, or its ARN where another account shares it. */
export const databaseSnapshot: Rule<string> = (value) =>
  /^(arn:.+:snapshot:|rds:)?[A-Za-z][A-Za-z0-9-]{0,254}$/.test(value)
    ? undefined
    : {
        code: ProblemCode.InvalidValue,
        problem: `${quoted(value)} is no snapshot of RDS`,
        remedy: "give its identifier, as aws rds describe-db-snapshots lists it",
      };

/**
 * What the distribution's scripts and Connector/J 5.1.49 were made for and tested with: 5.5 and 5.6 are not offered by
 * RDS any more, and no driver of this product knows 9.
 */
export const engineVersion: Rule<string> = (value) => {
  if (!/^\d+\.\d+(\.\d+)?$/.test(value)) {
    return {
      code: ProblemCode.InvalidValue,
      problem: `${quoted(value)} is not a MySQL version`,
      remedy: "give 8.4, or one like 8.4.6",
    };
  }
  return /^(5\.7|8\.0|8\.4)(\.|$)/.test(value)
    ? undefined
    : {
        code: ProblemCode.RdsSetting,
        problem: `MySQL ${value} is not one that the product's scripts and Connector/J 5.1.49 work with on RDS`,
        remedy: "give 8.4; 8.0 and 5.7 need extendedSupport",
      };
};

/** What RDS accepts for MySQL; the provider only logs in with it. Never quoted. */
export const masterPassword: Rule<string> = (value) => {
  if (value.length < 8 || value.length > 41) {
    return {
      code: ProblemCode.UnusableSecret,
      problem: `has ${value.length} characters`,
      remedy: "give 8 to 41, as RDS wants for MySQL",
    };
  }
  if (!/^[!-~]+$/.test(value) || /[/@"]/.test(value)) {
    return {
      code: ProblemCode.UnusableSecret,
      problem: 'has / @ " or a character that is not printable ASCII, which RDS refuses',
      remedy: "leave them out",
    };
  }
  return undefined;
};

export const keyId: Rule<string> = (value) =>
  value.startsWith("arn:")
    ? undefined
    : {
        code: ProblemCode.InvalidValue,
        problem: `${quoted(value)} is no ARN`,
        remedy: "give the ARN of the KMS key; AWS keeps no other form",
      };

/** A peer's name stands in the names of its rules. */
export const peerName: Rule<string> = (key) =>
  /^[A-Za-z][A-Za-z0-9-]{0,40}$/.test(key)
    ? undefined
    : {
        code: ProblemCode.InvalidValue,
        problem: `${shownKey(key)} is no name for a peer`,
        remedy: "give one of A-Z a-z 0-9 - that says who it is",
      };

export const atLeastTwo: Rule<readonly unknown[]> = (items) =>
  items.length >= 2
    ? undefined
    : {
        code: ProblemCode.OutOfRange,
        problem: `has ${items.length} of at least 2 subnets`,
        remedy: "give two, in two zones",
      };

/** The retention periods, in days, that CloudWatch accepts. (validation of `retention_in_days` in the provider's internal/service/logs/group.go) */
const logRetentions = [
  0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

export const logRetention: Rule<number> = (value) =>
  logRetentions.includes(value)
    ? undefined
    : {
        code: ProblemCode.InvalidValue,
        problem: `${value} is not a CloudWatch retention period`,
        remedy: `give one of ${logRetentions.join(", ")}`,
      };

export const monitoringInterval: Rule<number> = (value) =>
  [1, 5, 10, 15, 30, 60].includes(value)
    ? undefined
    : {
        code: ProblemCode.InvalidValue,
        problem: `${value} is not an RDS monitoring interval`,
        remedy: "give 1, 5, 10, 15, 30 or 60",
      };
