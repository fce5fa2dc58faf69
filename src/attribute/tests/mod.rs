//! Tests of linking as a whole, on the small organisation of the specimen.

mod aftermath;
mod became;
mod bursts;
mod containing;
mod eligibility;
mod episodes;
mod links;
mod losses;
mod mass;
mod order;
mod requests;
mod rivals;
mod scoping;
mod second_order;
mod surroundings;
mod ticket_grades;
