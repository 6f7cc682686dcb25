import { prepareMachine } from "../machine/prepareMachine";
import { runMain, step } from "../machine/step";
import { AuditedMachine } from "./auditedMachine";
import { DriverServer } from "./driverServer";
import { MarkedSecrets } from "./markedSecrets";
import { SecretsAudit } from "./secretsAudit";

/** `npm run audit:secrets`: ends with an error at the first secret that shows. */
runMain(async () => {
  await prepareMachine();
  const machine = new AuditedMachine();
  endOnInterrupt(machine);
  const secrets = new MarkedSecrets();
  const driver = await DriverServer.start(secrets);
  try {
    await step(
      "servers",
      () => machine.start(secrets),
      () => "two SSH, a bastion, a MySQL",
    );
    await new SecretsAudit(machine, driver, secrets).run();
  } finally {
    driver.end();
    await machine.end();
  }
});

function endOnInterrupt(machine: AuditedMachine): void {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    // Not `once`: with no listener left, a package of the Automation API would end the process at once.
    process.on(signal, () => {
      machine.end().finally(() => process.exit(130));
    });
  }
}
