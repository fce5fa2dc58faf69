//! Tests of linking as a whole, on the small organisation of the specimen.
