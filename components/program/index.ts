/**
 * The parts of the running Pulumi program that every component uses: its CLI's version, inputs resolved to a validated
 * description, problems that end the program, old names of arguments and types, hooks, protection. Not here: any resource of the deployment.
 */
export { withAbsolutePaths } from "./absolutePaths";
export { currentArgs } from "./currentArgs";
export { currentDeployer, userAndHost } from "./deployer";
export { engineProbe } from "./engine";
export { withFormerType } from "./formerType";
export { supportsHooks } from "./hooks";
export { innerOptions, isInner, type OuterCommands, outerCommands, registeredInputs } from "./inputs";
export { knownValue } from "./knownValue";
export { labelled, messagesAt } from "./messages";
export { createProtection } from "./protection";
export { oldestCli, requireEngine } from "./requireEngine";
export { type KnownPart, knownPart, resolveArgs, settledPart, wholeOutputs } from "./resolveArgs";
export { rethrowProblems, throwProblems } from "./throwProblems";
