import { readProperties } from "./propertiesReader";
import { wholeNumber } from "./values";

/** What Spark takes from spark-defaults.conf, with the offset added to its ports. */
export interface SparkConfiguration {
  host: string;
  master: string;
  masterCount: number;
  masterPort: number;
  masterUiPort: number;
  workerPort: number;
  workerUiPort: number;
  uiPort: number;
  applicationName: string;
}

/** The defaults are those of `SparkAnalyticsExecutor`. */
export function readSpark(text: string, offset: number, host: string): SparkConfiguration {
  const properties = readProperties(text);
  const value = (key: string, otherwise: string) => (properties.get(key) ?? otherwise).trim();
  const port = (key: string, otherwise: number) => wholeNumber(value(key, String(otherwise))) + offset;
  return {
    host,
    master: value("carbon.spark.master", "local"),
    masterCount: wholeNumber(value("carbon.spark.master.count", "2")),
    masterPort: port("spark.master.port", 7077),
    masterUiPort: port("spark.master.webui.port", 8081),
    workerPort: port("spark.worker.port", 10000),
    workerUiPort: port("spark.worker.webui.port", 10500),
    uiPort: port("spark.ui.port", 4040),
    applicationName: value("spark.app.name", "CarbonAnalytics"),
  };
}
