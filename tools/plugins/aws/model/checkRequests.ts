import { AwsError } from "../awsError";
import { ApiModel } from "./apiModel";
import { requestProblems } from "./requestProblems";

/** The folder of botocore's models, which come with moto. */
const modelsVariable = "OFFLINE_AWS_MODELS";

type Next = (args: { input: object }) => Promise<{ response: unknown; output: object }>;

/** What every client of the SDK has of what happens to a request on its way. */
interface Client {
  middlewareStack: {
    add(
      middleware: (next: Next, context: { commandName?: string }) => Next,
      options: { step: "initialize"; name: string },
    ): void;
  };
}

/** Lets the client send only what AWS's own model of the service accepts: moto takes nearly everything. */
export function checkRequests<C>(service: string, client: C): C {
  let model: ApiModel | undefined;
  const check: (next: Next, context: { commandName?: string }) => Next =
    (next, { commandName = "" }) =>
    (args) => {
      model ??= new ApiModel(modelsFolder(), service);
      const problems = requestProblems(model, commandName.replace(/Command$/, ""), args.input);
      if (problems.length > 0) throw new AwsError("ValidationError", problems.join("; "));
      return next(args);
    };
  (client as unknown as Client).middlewareStack.add(check, { step: "initialize", name: "apiModel" });
  return client;
}

function modelsFolder(): string {
  const folder = process.env[modelsVariable];
  if (folder === undefined)
    throw new Error(`${modelsVariable} is not set; name the folder of botocore's models`);
  return folder;
}
