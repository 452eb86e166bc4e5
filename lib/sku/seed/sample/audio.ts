import { toSkus } from "./sample-product.ts";

export const audio = toSkus("audio", [
  {
    id: "sku123",
    name: "AirPods",
    brand: "Orchard",
    price: "199.99",
    stock: 400,
    drawing: "earbuds",
    description:
      "Two small instruments for not hearing your colleagues. They pair in a second, sit in the ear all day and are lost, on average, one at a time.",
  },
  {
    id: "headphones-102",
    name: "Closed-Back Headphones",
    brand: "Halden",
    price: "149.00",
    stock: 38,
    drawing: "headphone",
    description:
      "Forty-millimetre drivers, velvet pads and a cable that has never needed a firmware update. The room goes away; the record stays.",
  },
  {
    id: "studio-mic-103",
    name: "Broadcast Microphone",
    brand: "Halden",
    price: "229.00",
    stock: 12,
    drawing: "studio-microphone",
    description:
      "Makes any voice sound as if it owned a newspaper. Comes with a stand, a shock mount and sudden opinions.",
  },
  {
    id: "stage-mic-104",
    name: "Stage Microphone",
    brand: "Bellwether",
    price: "89.50",
    stock: 64,
    drawing: "microphone",
    description: "Survives falls, rain and encores. Tested by throwing it at the person who asked for Free Bird.",
  },
  {
    id: "radio-105",
    name: "Kitchen Radio",
    brand: "Norbury",
    price: "64.95",
    stock: 27,
    drawing: "radio",
    description: "Four wavebands, one dial and a telescopic aerial that points at whoever is doing the dishes.",
  },
  {
    id: "guitar-106",
    name: 'Electric Guitar "Cherry"',
    brand: "Bellwether",
    price: "449.00",
    stock: 9,
    drawing: "guitar",
    description:
      "A solid alder body and three pickups, set up in our workshop. Four chords are included; the rest is up to you.",
  },
  {
    id: "violin-107",
    name: "Student Violin",
    brand: "Marchetti",
    price: "319.00",
    stock: 5,
    drawing: "violin",
    description:
      "Spruce, maple and a case with room for rosin and regret. Sounds better in the second year, which is also measured.",
  },
  {
    id: "piano-108",
    name: "Stage Piano, 61 Keys",
    brand: "Bellwether",
    price: "389.00",
    stock: 14,
    drawing: "musical-keyboard",
    description:
      'Weighted keys, twelve honest sounds and no button labelled "party". The neighbours hear nothing but the tapping.',
  },
  {
    id: "drum-109",
    name: "Snare Drum",
    brand: "Bellwether",
    price: "179.00",
    stock: 7,
    drawing: "drum",
    description:
      "A birch shell with a crisp answer to every question. Sticks included; forgiveness is sold separately.",
  },
  {
    id: "saxophone-110",
    name: "Alto Saxophone",
    brand: "Marchetti",
    price: "899.00",
    stock: 2,
    drawing: "saxophone",
    description:
      "Lacquered brass, smooth keys and a case that looks as if it held money. For late evenings and open windows.",
  },
  {
    id: "trumpet-111",
    name: "B-Flat Trumpet",
    brand: "Marchetti",
    price: "429.00",
    stock: 6,
    drawing: "trumpet",
    description: "Three valves and no volume control, as nature intended. Announces most things.",
  },
  {
    id: "maracas-112",
    name: "Maracas, Pair",
    brand: "Bellwether",
    price: "18.50",
    stock: 120,
    drawing: "maracas",
    description:
      "Hand-painted, well balanced and impossible to hold without using. Contents: seeds, and a sense of occasion.",
  },
]);
