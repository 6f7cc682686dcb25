/** Two cores and 8 GiB. */
export const defaultInstanceType = "m6i.large";
export const defaultBastionType = "t3.micro";
