import { prepareMachine } from "./prepareMachine";
import { runMain } from "./step";

runMain(prepareMachine);
