import { type Instruction, Misbehaviour } from "./misbehaviour";
import type { ServerLog } from "./serverLog";

const source = "org.wso2.carbon.event.output.adapter.logger.LoggerEventAdapter";
const milliseconds = 1000;

/** An event publisher that logs an event every second while it is told to: its text as it is, line ends included. */
export class LoggedEvents {
  private readonly instruction: Instruction;
  private readonly log: ServerLog;
  private timer: NodeJS.Timeout | undefined;

  constructor(instruction: Instruction, log: ServerLog) {
    this.instruction = instruction;
    this.log = log;
  }

  start(): void {
    this.publish();
    this.timer = setInterval(() => this.publish(), milliseconds);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private publish(): void {
    if (!this.instruction.is(Misbehaviour.Forged)) return;
    this.log.info(source, `Unique ID: forged, Event: ${this.instruction.detail}`);
  }
}
