/** Acts and units of the demo data that examples speak of; each route has its own, so that one does not spoil another. */
export const ACT_EXAMPLES = {
  applied: '7249f70d-5a75-5efd-9a79-8fe7bf01d9af', // act:july-2025
  read: 'e988c876-08f3-5050-ab87-fac9562996be', // act:totals
  edit: '1c362c8d-78b8-5d91-a9ff-746b6488f2e0', // act:edit
  steps: '33b11d40-21b0-5ad3-8543-fdbec63395bf', // act:steps
  check: '4da51803-00b6-5e8e-87b5-9a02ac62c899', // act:check
  approve: '23703b60-45e2-53bc-a7bd-3a1b43cd1823', // act:approve
  discard: '50e96c27-8e05-571c-8b91-c552c103e7a4', // act:discard
  unit: '4a5e2b26-c920-59e3-8e11-e21daa5af504', // HP-AB-03
  other: '20628915-0922-5e62-a448-e7856b5efa26', // HP-VN
};
