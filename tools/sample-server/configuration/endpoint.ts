/** Where a member listens. */
export interface Endpoint {
  host: string;
  port: number;
}
