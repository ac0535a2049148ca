-- One parcel may bring several fulfilments: a list takes the place of the one id.
UPDATE `shipments` SET `fulfilment_ids` = json_array(`external_fulfilment_id`) WHERE `external_fulfilment_id` IS NOT NULL;--> statement-breakpoint
ALTER TABLE `shipments` DROP COLUMN `external_fulfilment_id`;
