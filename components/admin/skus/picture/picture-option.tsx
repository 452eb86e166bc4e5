import { SkuPicture } from "#components/shared/sku-picture.tsx";

interface PictureOptionProps {
  image: string;
  title: string;
  isChosen: boolean;
  hidden: boolean;
  onChoose(): void;
}

/** A picture of the gallery: a radio button that looks like its picture. */
export function PictureOption({ image, title, isChosen, hidden, onChoose }: PictureOptionProps) {
  return (
    <label
      hidden={hidden}
      title={title}
      className="relative flex cursor-pointer flex-col gap-1 rounded-2xl border-2 border-transparent p-1 text-center hover:border-edge has-checked:border-accent-text has-checked:bg-raised has-focus-visible:outline-2 has-focus-visible:outline-ink has-focus-visible:outline-offset-2 [&[hidden]]:hidden"
    >
      <input
        type="radio"
        name="image"
        value={image}
        defaultChecked={isChosen}
        onChange={onChoose}
        className="absolute inset-0 size-full cursor-pointer opacity-0"
      />
      <span className="tile relative grid aspect-square place-items-center overflow-hidden rounded-xl">
        <SkuPicture image={image} size={64} sizes="6rem" loading="lazy" decoding="async" drawn="w-[68%]" />
      </span>
      <span className="line-clamp-2 break-words text-xs leading-tight">{title}</span>
    </label>
  );
}
