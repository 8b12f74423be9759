/** Offices of the demo data that examples speak of; each act has its own, so that one does not spoil another. */
export const OFFICE_EXAMPLES = {
  unit: 'a67adc85-0d62-5601-9456-7da0140721ac', // DT-MP
  member: 'c6ecd6bb-4041-5785-87bc-bb9182ba29c3', // member:DT-MP:200
  read: '74f30b69-80ac-5762-a886-e4d59280d8cf', // office:DT-MP:correct
  correct: '74f30b69-80ac-5762-a886-e4d59280d8cf', // office:DT-MP:correct
  end: 'fb5a103b-8852-53d0-9dff-ee0054cc5077', // office:DT-MP:end
  void: 'e1f12b4e-e309-5f4f-86d9-9908057f9a14', // office:DT-MP:void
};
