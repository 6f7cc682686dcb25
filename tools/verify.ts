import { ExitCode, runCommand } from "./operations/commandLine";
import { isRight, verifyNodes } from "./operations/verification";
import { verificationTable } from "./operations/verificationTable";

/** `npm run verify`: whether a deployed stack is as it should be. */
void runCommand("verify", async (operations) => {
  const reports = await verifyNodes(operations);
  process.stdout.write(verificationTable(reports));
  if (reports.some(({ failure }) => failure !== undefined)) return ExitCode.Undone;
  return isRight(reports) ? ExitCode.Right : ExitCode.Wrong;
});
