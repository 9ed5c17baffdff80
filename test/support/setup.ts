import fc from "fast-check";

// On a developer's machine properties look elsewhere at every run and find what nobody thought of; a build must not
// fail for a fault that it did not bring.
if (process.env["CI"] !== undefined) fc.configureGlobal({ seed: 20_261_122 });
