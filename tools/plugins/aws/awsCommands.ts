/** For the tests: Node finds the packages of tools/ from files of tools/ only. */
export {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  DescribeAddressesCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSubnetsCommand,
  ModifyInstanceAttributeCommand,
} from "@aws-sdk/client-ec2";
export {
  type DBInstance,
  DescribeDBInstancesCommand,
  DescribeDBSnapshotsCommand,
  ModifyDBInstanceCommand,
  type ModifyDBInstanceMessage,
} from "@aws-sdk/client-rds";
export { GetSecretValueCommand, PutSecretValueCommand } from "@aws-sdk/client-secrets-manager";
