/** For the tests: Node finds the packages of tools/ from files of tools/ only. */
export {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSubnetsCommand,
  ModifyInstanceAttributeCommand,
} from "@aws-sdk/client-ec2";
export { DescribeDBSnapshotsCommand } from "@aws-sdk/client-rds";
