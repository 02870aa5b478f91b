"""Who heads an office, and who stands in for whom."""

from offices.models import Office, Post

# Who heads an office, by the kind of the post.
HEADS = {
    Office.Kind.DIVISION: Post.Kind.COMMISSIONER,
    Office.Kind.DISTRICT: Post.Kind.DC,
    Office.Kind.UPAZILA: Post.Kind.UNO,
}
