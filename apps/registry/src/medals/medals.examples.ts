/** Members, units and awards of the demo data that examples speak of. */
export const MEDAL_EXAMPLES = {
  unit: 'a67adc85-0d62-5601-9456-7da0140721ac', // DT-MP
  give: '4e6303c4-8c2f-5c94-b11d-2ecb100c48d2', // member:DT-MP:202
  void: { member: 'f39efffa-32fa-5ef1-9574-63e6d1f9de33', award: 'e66fbba8-38f5-567e-9c67-5051ebee5704' }, // member:DT-MP:203, medal:DT-MP:void
};
