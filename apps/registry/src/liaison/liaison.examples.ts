/** Members, units and liaisons of the demo data that examples speak of; each act has its own. */
export const LIAISON_EXAMPLES = {
  unit: 'aeaf5c55-2226-580f-b9d3-b01c20f631a1', // DT-MP-01
  member: '551260b9-67ef-584c-a29c-3877133e28a2', // member:DT-MP:201
  end: 'ff32829f-8140-558a-a826-54fbf191919a', // liaison:DT-MP:end
  comment: 'ce9d41f4-d76d-56d6-ac30-9abc4e966141', // liaison:DT-MP:comment
  void: '6e645eef-42ad-528d-ac74-8373eb7d8af7', // liaison:DT-MP:void
};
