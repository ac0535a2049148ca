ALTER TABLE `order_lines` ADD `price_text` text;--> statement-breakpoint
ALTER TABLE `orders` ADD `unshipped` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `orders` ADD `to_ship` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `orders` ADD `kept` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `orders` ADD `parcels` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `orders` ADD `parcels_arrived` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `orders` ADD `test` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `orders` ADD `cash_on_delivery` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `orders` ADD `archived_at` integer;--> statement-breakpoint
ALTER TABLE `orders` ADD `deleted_at` integer;--> statement-breakpoint
ALTER TABLE `orders` ADD `refunded_minor` integer;--> statement-breakpoint
ALTER TABLE `orders` ADD `buyer_currency` text;--> statement-breakpoint
ALTER TABLE `orders` ADD `buyer_total_minor` integer;--> statement-breakpoint
ALTER TABLE `shipments` ADD `fulfilment_ids` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `shipments` ADD `left_at` integer;--> statement-breakpoint
ALTER TABLE `shipments` ADD `replaced_by` text;